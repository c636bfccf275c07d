/**
 * Heatmaps of laws in the real window: `node bench/heatmap.mjs [GROUPS] [ROUNDS]`, 50 and 500 unless given. Scrubs through the
 * rounds with one to six laws in step, a round per frame, and prints the median and the 95th percentile of the time between
 * frames, and what the window's main thread computes for each. On a machine without a graphics card the processor paints.
 */
/* global document, requestAnimationFrame -- what is measured runs inside the window */
import { availableParallelism, loadavg } from 'node:os';
import { writeHeatmapStore } from './heatmap-store.ts';
import { inWindow } from './window.mjs';

const [groups = 50, rounds = 500] = process.argv.slice(2).map(Number);
await inWindow(
  (workspace) => writeHeatmapStore(workspace, groups, rounds),
  async (page, rail) => {
    console.log(
      `${availableParallelism()} processors, load ${loadavg()[0].toFixed(1)}; ${groups} groups, ${rounds} rounds`,
    );
    const opened = performance.now();
    await rail.getByRole('button', { name: 'Laws' }).click();
    await page.getByRole('grid').first().waitFor({ timeout: 300_000 });
    console.log(`six laws read and drawn     ${((performance.now() - opened) / 1000).toFixed(1)} s`);
    const chips = page.getByRole('group', { name: /^Laws shown/ }).locator('[aria-pressed]');
    for (let shown = 6; shown >= 1; shown--) {
      await say(page, `${shown} side by side`);
      if (shown > 1) await chips.nth(shown - 1).click();
    }
  },
);

/** Moves the slider by one round in each frame, two hundred times. */
async function say(page, what) {
  const { gaps, computed } = await page.evaluate(async () => {
    const slider = document.querySelector('input[type=range]');
    const frame = () => new Promise(requestAnimationFrame);
    const gaps = [];
    const computed = [];
    const count = Math.min(200, Number(slider.max));
    let last = await frame();
    for (let round = 0; round < count; round++) {
      const from = performance.now();
      slider.value = String(round);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      await Promise.resolve(); // what follows from the new place is drawn in a microtask
      computed.push(performance.now() - from);
      const now = await frame();
      gaps.push(now - last);
      last = now;
    }
    return { gaps, computed };
  });
  const at = (values, share) => values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))].toFixed(1);
  console.log(
    `${what.padEnd(27)} frame: median ${at(gaps, 0.5)} ms, 95th percentile ${at(gaps, 0.95)} ms; computed: ${at(computed, 0.5)} and ${at(computed, 0.95)} ms`,
  );
}

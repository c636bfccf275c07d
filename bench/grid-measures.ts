/** What a person waits for in the table of runs, timed inside the real window. */
import { availableParallelism, loadavg } from 'node:os';
import type { Page } from 'playwright';

/** Prints one line for each. */
export async function measure(page: Page): Promise<void> {
  const say = (what: string, value: string) => console.log(`${what.padEnd(44)} ${value}`);
  const load = loadavg()[0]!.toFixed(1);
  console.log(`${availableParallelism()} processors, load ${load}`);
  const rows = page.getByRole('group', { name: 'Rows' }).getByRole('button', { name: 'Runs' });
  await rows.waitFor();
  say(
    'first cells, runs read for the first time',
    await timed(page, 'Runs', "document.querySelector('[role=gridcell].number')"),
  );
  await page.getByLabel('Only settings that differ').uncheck();
  await page.waitForTimeout(1000);
  const counted = page.getByLabel('Table of runs');
  say(
    'rows × columns',
    `${await counted.getAttribute('aria-rowcount')} × ${await counted.getAttribute('aria-colcount')}`,
  );
  for (const column of ['Mean loss', 'Method']) say(`sort by ${column}`, await sorted(page, column));
  say('filter by a word', await filtered(page, 'doge'));
  say('filter off', await filtered(page, ''));
  say('scroll down, frames', await scrolled(page, 'top', 140));
  say('scroll sideways, frames', await scrolled(page, 'left', 60));
  say('scroll sideways again, frames', await scrolled(page, 'left', -60));
  say('both ways, frames', await scrolled(page, 'both', 60));
}

/** Milliseconds from a click on the button of this name to what `there` finds, as painted. */
function timed(page: Page, button: string, there: string): Promise<string> {
  return page.evaluate(
    async ([name, expression]) => {
      const frame = () => new Promise(requestAnimationFrame);
      const start = performance.now();
      [...document.querySelectorAll<HTMLElement>('[role=group] button')]
        .find((one) => one.textContent.trim() === name)!
        .click();
      while (!(0, eval)(expression!)) await frame();
      await frame();
      return `${(performance.now() - start).toFixed(0)} ms`;
    },
    [button, there],
  );
}

function sorted(page: Page, column: string): Promise<string> {
  return page.evaluate(async (title) => {
    const frame = () => new Promise(requestAnimationFrame);
    const header = [...document.querySelectorAll<HTMLElement>('[role=columnheader]')].find((one) =>
      one.textContent.includes(title),
    )!;
    header.scrollIntoView();
    await frame();
    const start = performance.now();
    header.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0 }));
    window.dispatchEvent(new PointerEvent('pointerup'));
    while (!document.querySelector('[aria-sort]')?.textContent.includes(title)) await frame();
    await frame();
    return `${(performance.now() - start).toFixed(0)} ms`;
  }, column);
}

function filtered(page: Page, word: string): Promise<string> {
  return page.evaluate(async (text) => {
    const frame = () => new Promise(requestAnimationFrame);
    const input = document.querySelector<HTMLInputElement>('#compare-search')!;
    const before = document.querySelector('[role=status]')!.textContent;
    const start = performance.now();
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    while (document.querySelector('.count')?.textContent === before) await frame();
    await frame();
    return `${(performance.now() - start).toFixed(0)} ms`;
  }, word);
}

/** Scrolls for two seconds by so many pixels a frame. */
function scrolled(page: Page, way: 'top' | 'left' | 'both', pixels: number): Promise<string> {
  return page.evaluate(
    async ([direction, by]) => {
      const grid = document.querySelector<HTMLElement>('[aria-rowcount]')!;
      const times: number[] = [];
      let last = performance.now();
      const end = last + 2000;
      while (last < end) {
        if (direction !== 'left') grid.scrollTop += by;
        if (direction !== 'top') grid.scrollLeft += by;
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        times.push(now - last);
        last = now;
      }
      times.sort((a, b) => a - b);
      const at = (share: number) => times[Math.floor(share * (times.length - 1))]!.toFixed(1);
      const empty = [...document.querySelectorAll('[role=row]')].length;
      return `${(times.length / 2).toFixed(0)} a second; median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, longest ${at(1)} ms; ${empty} rows drawn`;
    },
    [way, pixels] as const,
  );
}

/** What a person waits for in the table of runs, timed inside the real window. */
import { availableParallelism, loadavg } from 'node:os';
import type { CDPSession, Page } from 'playwright';

/** Prints one line for each: time on the wall, and what the window's main thread computed, which a busy machine changes less. */
export async function measure(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const say = async (what: string, step: () => Promise<string>) => {
    const before = await threadSeconds(session);
    const found = await step();
    const spent = ((await threadSeconds(session)) - before) * 1000;
    console.log(`${what.padEnd(26)} ${found.padEnd(92)} main thread ${spent.toFixed(0)} ms`);
  };
  console.log(`${availableParallelism()} processors, load ${loadavg()[0]!.toFixed(1)}`);
  await page.getByRole('group', { name: 'Rows' }).getByRole('button', { name: 'Runs' }).waitFor();
  await say('first cells', () => timed(page, 'Runs', '[role=gridcell].number'));
  await page.getByLabel('Only settings that differ').uncheck();
  await page.getByRole('button', { name: 'Columns' }).click();
  for (const all of await page.getByRole('button', { name: 'all', exact: true }).all()) await all.click();
  await page.keyboard.press('Escape');
  await page.waitForTimeout(1000);
  const grid = page.getByLabel('Table of runs');
  const [rows, columns] = await Promise.all(['aria-rowcount', 'aria-colcount'].map((name) => grid.getAttribute(name)));
  console.log(`${rows} rows × ${columns} columns`);
  for (const column of ['Seed', 'Method']) await say(`sort by ${column}`, () => sorted(page, column));
  await say('filter by a word', () => filtered(page, 'doge'));
  await say('filter off', () => filtered(page, ''));
  await say('scroll down', () => scrolled(page, 'top', 140));
  await say('scroll sideways', () => scrolled(page, 'left', 60));
  await say('scroll back', () => scrolled(page, 'left', -60));
  await say('both ways', () => scrolled(page, 'both', 60));
}

/** Processor time of the window's main thread so far. */
async function threadSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ThreadTime')?.value ?? NaN;
}

/** Milliseconds from a click on the button of this name until something is there for the selector, as painted. */
function timed(page: Page, button: string, there: string): Promise<string> {
  return page.evaluate(
    async ([name, selector]) => {
      const frame = () => new Promise(requestAnimationFrame);
      const start = performance.now();
      [...document.querySelectorAll<HTMLElement>('[role=group] button')]
        .find((one) => one.textContent.trim() === name)!
        .click();
      while (!document.querySelector(selector!)) await frame();
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
      return `${times.length} frames in 2 s; median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, longest ${at(1)} ms; ${empty} rows drawn`;
    },
    [way, pixels] as const,
  );
}

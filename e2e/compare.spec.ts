/** The comparison by keyboard: sorted, filtered, laid out, copied, saved as a view, and found again after reopening. */
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElectronApplication, Locator, Page } from 'playwright/test';
import { expect, go, picture, seriousFindings, test } from './app.ts';

const study = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src', 'engine', 'testing', 'write-study.ts');
const small = {
  name: 'Three groups',
  groups: 3,
  seeds: 3,
  steps: 60,
  methods: [
    { id: 'stratified' },
    { id: 'natural' },
    { id: 'doge' },
    { id: 'aioli', preset: 'small' },
    { id: 'aioli', preset: 'small', knobs: { eta: 1 } },
  ],
};

test('the comparison is sorted, filtered, laid out, copied and kept as a view by keyboard alone', async ({
  folder,
  open,
}) => {
  test.setTimeout(180_000);
  execFileSync(process.env['AIOLI_ENGINE_NODE']!, [study, join(folder, 'workspace'), JSON.stringify(small)]);
  const { app, page, misdeeds } = await open();
  const grid = page.getByRole('treegrid', { name: 'Comparison of methods' });

  await test.step('arrows open the seeds of a method, and the counts say so', async () => {
    await go(page, 'Compare');
    await expect(grid).toHaveAttribute('aria-rowcount', '6');
    await grid.focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowRight');
    await expect(grid).toHaveAttribute('aria-rowcount', '9');
    await page.keyboard.press('ArrowLeft');
    await expect(grid).toHaveAttribute('aria-rowcount', '6');
  });

  await test.step('a header sorts, moves, grows and hides', async () => {
    await moveTo(page, grid, /^Average perplexity/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('columnheader', { name: /^Average perplexity/ })).toHaveAttribute(
      'aria-sort',
      'ascending',
    );
    const numbers = await column(grid, 'Average perplexity');
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    await page.keyboard.press('Alt+ArrowLeft');
    await expect(grid.getByRole('columnheader').nth(2)).toHaveText(/^Average perplexity/);
    await moveTo(page, grid, /^Rank/);
    await page.keyboard.press('ContextMenu');
    await chooseInMenu(page, 'Hide');
    await expect(page.getByRole('columnheader', { name: /^Rank/ })).toHaveCount(0);
    await expect(grid).toBeFocused();
  });

  await test.step('a block and the table are copied', async () => {
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+c');
    await expect.poll(() => clipboard(app)).toMatch(/^Stratified\n.+\n$/);
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Copy the table' }).press('ArrowRight');
    await page.getByRole('menuitem', { name: 'As LaTeX' }).press('Enter');
    await expect.poll(() => clipboard(app)).toContain('\\toprule');
    expect(await clipboard(app)).toContain('$\\pm$');
  });

  await test.step('a row is kept at the top', async () => {
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Home');
    const last = await activeText(page, grid);
    await page.keyboard.press('ContextMenu');
    await page.getByRole('menuitemcheckbox', { name: 'Keep at the top' }).press('Enter');
    await expect(grid.getByRole('rowheader').nth(1)).toHaveText(last);
  });

  await test.step('the number under the cursor says where it comes from', async () => {
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowDown');
    await moveTo(page, grid, /^Average perplexity/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('i');
    const origin = page.getByRole('dialog', { name: /Average perplexity/ });
    await expect(origin.getByRole('table', { name: 'Runs' }).getByRole('row')).toHaveCount(4);
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  await test.step('words filter the rows, and the whole is saved as a view', async () => {
    await page.keyboard.press('Control+f');
    await page.keyboard.type('aioli');
    await expect(page.getByText('2 of 5 methods')).toBeVisible();
    await page.getByRole('button', { name: /^View/ }).press('Enter');
    await page.getByRole('menuitem', { name: 'Save as a new view…' }).press('Enter');
    await page.keyboard.type('Only Aioli');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^View/ })).toContainText('Only Aioli');
    await picture(page, 'compare-methods');
    expect(await seriousFindings(page)).toEqual([]);
  });

  await test.step('single runs are tagged in the cell and grouped', async () => {
    await page.getByRole('group', { name: 'Rows' }).getByRole('button', { name: 'Runs' }).press('Enter');
    const runs = page.getByLabel('Table of runs');
    await expect(runs).toHaveAttribute('aria-rowcount', '16');
    await moveTo(page, runs, /^Tags/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('F2');
    await page.keyboard.type('odd, keep');
    await page.keyboard.press('Enter');
    await expect(runs.getByText('keep', { exact: true })).toBeVisible();
    await picture(page, 'compare-runs');
    expect(await seriousFindings(page)).toEqual([]);
    await moveTo(page, runs, /^Method/);
    await page.keyboard.press('ContextMenu');
    await page.getByRole('menuitemcheckbox', { name: 'Group by this' }).press('Enter');
    await expect(page.getByRole('treegrid', { name: 'Table of runs' })).toHaveAttribute('aria-rowcount', '6');
  });

  expect(misdeeds).toEqual([]);
  await app.close();

  await test.step('after reopening, runs, tags and the view are as they were', async () => {
    const again = await open();
    await expect(again.page.getByRole('treegrid', { name: 'Table of runs' })).toHaveAttribute('aria-rowcount', '6');
    await again.page.getByRole('button', { name: /^View/ }).press('Enter');
    await again.page.getByRole('menuitemcheckbox', { name: 'Only Aioli' }).press('Enter');
    await expect(again.page.getByText('2 of 5 methods')).toBeVisible();
    const methods = again.page.getByRole('treegrid', { name: 'Comparison of methods' });
    await expect(methods.getByRole('columnheader', { name: /^Rank/ })).toHaveCount(0);
    expect(again.misdeeds).toEqual([]);
  });
});

/** Moves the active cell to the header of a column, by keys. */
async function moveTo(page: Page, grid: Locator, title: RegExp): Promise<void> {
  await grid.focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowUp');
  for (let i = 0; i < 30 && !title.test(await activeText(page, grid)); i++) await page.keyboard.press('ArrowRight');
  expect(await activeText(page, grid)).toMatch(title);
}

async function activeText(page: Page, grid: Locator): Promise<string> {
  const id = await grid.getAttribute('aria-activedescendant');
  return (await page.locator(`[id="${id ?? ''}"]`).textContent())?.trim() ?? '';
}

async function chooseInMenu(page: Page, title: string): Promise<void> {
  await page.getByRole('menuitem', { name: title, exact: true }).press('Enter');
}

/** Numbers of a column in the rows below the pinned ones. */
async function column(grid: Locator, title: string): Promise<number[]> {
  const titles = await grid.getByRole('columnheader').allTextContents();
  const place = titles.findIndex((one) => one.trim().startsWith(title));
  const rows = await grid.locator('.body [role=row]').all();
  const texts = await Promise.all(rows.map((row) => row.locator(`[aria-colindex="${place + 1}"]`).textContent()));
  return texts.map((text) => Number(/[\d.]+/.exec(text ?? '')?.[0]));
}

function clipboard(app: ElectronApplication): Promise<string> {
  return app.evaluate(({ clipboard: board }) => board.readText());
}

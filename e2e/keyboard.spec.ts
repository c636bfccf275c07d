/** From an empty workspace to a PDF without touching the mouse: every key goes through the keyboard, nothing is clicked. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { readPdf } from '../src/engine/reports/testing/pdf-text.ts';
import { chooseInDialogs, expect, test, writeTexts } from './app.ts';

test('a first comparison is made, read and written as PDF by keyboard alone', async ({ folder, open }) => {
  test.setTimeout(400_000);
  const { app, page, misdeeds } = await open();
  const { keyboard } = page;

  await test.step('folders become groups by a command', async () => {
    await chooseInDialogs(app, writeTexts(folder, ['law', 'code'], 200));
    await runCommand(page, 'Add folders as groups');
    await expect(page.getByRole('row', { name: /law/ }).first()).toContainText('ready', { timeout: 60_000 });
    await expect(page.getByRole('row', { name: /code/ }).first()).toContainText('ready', { timeout: 60_000 });
  });

  await test.step('the form is filled in by Tab and typing', async () => {
    await keyboard.press('Control+2');
    await expect(page.getByRole('heading', { level: 1, name: 'Experiment' })).toBeVisible();
    await tabTo(page, 'All settings');
    await keyboard.press('Enter');
    await tabTo(page, 'Model');
    await keyboard.type('custom');
    const fields = { Width: 16, Layers: 1, Heads: 2, 'Inner width': 32, Steps: 60, Batch: 4, Context: 32 };
    for (const [label, value] of Object.entries({ ...fields, 'Validation sequences': 6 })) {
      await tabTo(page, label);
      await keyboard.press('Control+a');
      await keyboard.type(String(value));
    }
    await keyboard.press('Control+Enter');
  });

  await test.step('runs are watched until they are finished', async () => {
    await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible({ timeout: 120_000 });
    await expect(page.getByRole('button', { name: /Finished\s*4/ })).toBeVisible({ timeout: 240_000 });
  });

  await test.step('the table is walked through with arrow keys', async () => {
    await keyboard.press('Control+4');
    const table = page.getByRole('treegrid', { name: 'Comparison of methods' });
    await expect(table).toBeVisible();
    await tabUntil(page, () => table.evaluate((grid) => grid.contains(document.activeElement)));
    await keyboard.press('ArrowDown');
    await keyboard.press('End');
    await keyboard.press('Control+Home');
    expect(await table.evaluate((grid) => grid.contains(document.activeElement))).toBe(true);
  });

  await test.step('the report is written as PDF', async () => {
    await keyboard.press('Control+6');
    await expect(page.getByTitle('Preview of the report')).toBeVisible({ timeout: 60_000 });
    const file = join(folder, 'first.pdf');
    await app.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
    }, file);
    await runCommand(page, 'Write the report as PDF');
    await expect(page.getByText(`Wrote ${file}`)).toBeVisible({ timeout: 60_000 });
    expect(readPdf(readFileSync(file)).text).toContain('Aioli');
  });
  expect(misdeeds).toEqual([]);
});

async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.type(title);
  await page.keyboard.press('Enter');
  await expect(page.getByPlaceholder('Search or run a command')).toBeHidden();
}

/** Presses Tab until the control with this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  await tabUntil(page, () =>
    page.evaluate((wanted) => {
      const focused = document.activeElement as (HTMLElement & { labels?: NodeListOf<HTMLElement> | null }) | null;
      const words = [
        focused?.getAttribute('aria-label'),
        ...[...(focused?.labels ?? [])].map((label) => label.textContent),
        focused instanceof HTMLButtonElement ? focused.textContent : null,
      ];
      return words.some((word) => word?.trim() === wanted);
    }, name),
  );
}

async function tabUntil(page: Page, isThere: () => Promise<boolean>): Promise<void> {
  for (let presses = 0; presses < 300; presses++) {
    if (await isThere()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab never gets there');
}

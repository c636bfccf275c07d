/** A finished experiment becomes a report: designed in the window, previewed, written in every format, frozen. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElectronApplication } from 'playwright/test';
import { expect, go, picture, seriousFindings, test, writeTexts } from './app.ts';

const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), 'out', 'main', 'cli.js');

/** Trains a small experiment without the window. */
function prepare(folder: string): void {
  const aioli = (...args: string[]) =>
    execFileSync(process.env['AIOLI_ENGINE_NODE']!, [cli, ...args, '-w', join(folder, 'workspace')], { stdio: 'pipe' });
  for (const place of writeTexts(folder, ['law', 'code'], 200))
    aioli('groups', 'add', place.split(/[\\/]/).at(-1)!, place);
  const experiment = join(folder, 'small.experiment.json');
  writeFileSync(
    experiment,
    JSON.stringify({
      format: 1,
      name: 'Small report',
      groups: ['law', 'code'],
      model: { hiddenSize: 16, layers: 1, heads: 2, intermediateSize: 32 },
      training: { steps: 60, batch: 4, context: 32, peakLearningRate: 0.01, endLearningRate: 0.001 },
      evaluation: { points: 3, sequences: 6 },
      seeds: [0, 1],
      methods: [{ id: 'stratified' }, { id: 'aioli', knobs: { updateSteps: 20, lpRounds: 1, lpSteps: 3 } }],
    }),
  );
  aioli('run', experiment);
}

/** Answers the next dialog that asks where to save. */
async function saveAt(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
  }, filePath);
}

test('a report is designed, seen, written in every format, and says when its data has changed', async ({
  folder,
  open,
}) => {
  test.setTimeout(240_000);
  prepare(folder);
  const first = await open();
  const { app, page, misdeeds } = first;
  await go(page, 'Report');
  const preview = page.frameLocator('iframe[title="Preview of the report"]');

  await test.step('its document stands there at once', async () => {
    await expect(preview.getByRole('heading', { level: 1 })).toHaveText('Small report');
    await expect(preview.getByRole('heading', { name: 'Mixing laws' })).toBeVisible();
  });

  await test.step('columns sort and rounds play inside the preview', async () => {
    await preview.getByRole('columnheader', { name: 'law', exact: true }).first().getByRole('button').click();
    await expect(preview.locator('#results th[aria-sort="ascending"]')).toHaveCount(1);
    const slider = preview.getByRole('slider', { name: /^Round of Aioli/ });
    await slider.focus();
    await page.keyboard.press('Home');
    await expect(preview.locator('#laws output')).toContainText('round 1');
  });

  await test.step('words, sections and order are designed by keyboard', async () => {
    await page.getByLabel('Title').fill('What Aioli learned');
    await page.getByRole('textbox', { name: 'Notes' }).fill('Small models, **two** seeds.');
    await expect(preview.getByRole('heading', { level: 1 })).toHaveText('What Aioli learned');
    await expect(preview.locator('#notes strong')).toHaveText('two');
    const results = page.getByRole('checkbox', { name: 'Results' });
    await results.focus();
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Alt+ArrowUp');
    await expect(results).toBeFocused();
    await page.getByRole('checkbox', { name: 'Checklist' }).uncheck();
    await expect(preview.locator('section').first()).toHaveAttribute('id', 'results');
    await expect(preview.locator('#checklist')).toHaveCount(0);
    await picture(page, 'report-designed');
    expect(await seriousFindings(page)).toEqual([]);
  });

  await test.step('it is written in every format', async () => {
    const formats = [
      ['PDF', 'pdf', '%PDF-'],
      ['HTML', 'html', '<!doctype html>'],
      ['Markdown', 'md', '# What Aioli'],
      ['LaTeX', 'tex', '\\documentclass'],
      ['CSV', 'csv', 'experiment,run,'],
      ['JSON', 'json', '{'],
    ] as const;
    for (const [title, extension, start] of formats) {
      const file = join(folder, `report.${extension}`);
      await saveAt(app, file);
      await page.getByRole('group', { name: 'Write the report' }).getByRole('button', { name: title }).click();
      await expect(page.getByText(`Wrote ${file}`)).toBeVisible({ timeout: 60_000 });
      expect(readFileSync(file, 'latin1').slice(0, start.length)).toBe(start);
    }
  });

  expect(misdeeds).toEqual([]);
  await first.close();

  await test.step('tomorrow it is as it was left, and says what has changed', async () => {
    const again = await open();
    await expect(again.page.getByLabel('Title')).toHaveValue('What Aioli learned');
    await expect(again.page.getByRole('checkbox', { name: 'Checklist' })).not.toBeChecked();
    rmSync(join(folder, 'texts', 'law', '0.txt'));
    await go(again.page, 'Groups');
    await again.page.getByRole('row', { name: /law/ }).click();
    await again.page.getByRole('button', { name: /Read again/ }).click();
    await go(again.page, 'Report');
    await expect(again.page.getByText('The text of law has changed')).toBeVisible({ timeout: 60_000 });
    await again.page.getByRole('button', { name: 'Take the numbers anew' }).click();
    await expect(again.page.getByRole('button', { name: 'Take the numbers anew' })).toBeVisible(); // the runs are older
    await expect(again.page.locator('iframe')).toBeVisible();
    expect(again.misdeeds).toEqual([]);
  });
});

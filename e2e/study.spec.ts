/** A workspace that somebody filled before: seven groups, eight methods, five seeds. Every screen shows it, in both themes. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command, expect, go, seriousFindings, test } from './app.ts';
import { readPdf } from '../src/engine/reports/testing/pdf-text.ts';

const study = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src', 'engine', 'testing', 'write-study.ts');
const methods = ['Stratified', 'Natural', 'Data Mixing Laws', 'RegMix', 'Skill-It', 'DoReMi', 'DoGE', 'Aioli'];
const screens = ['Groups', 'Experiment', 'Runs', 'Compare', 'Laws', 'Report'];

test('a stored study of seven groups, eight methods and five seeds is read, compared and reported', async ({
  folder,
  open,
}) => {
  test.setTimeout(240_000);
  execFileSync(process.env['AIOLI_ENGINE_NODE']!, [study, join(folder, 'workspace')], { stdio: 'pipe' });
  const { app, page, misdeeds } = await open();

  await test.step('its groups and runs are all there', async () => {
    await go(page, 'Groups');
    for (const group of ['law', 'code', 'math', 'news', 'recipes', 'letters', 'manuals'])
      await expect(page.getByRole('main').getByText(group, { exact: true }).first()).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Screens' })).toContainText('40');
  });

  await test.step('methods are compared over five seeds, paired', async () => {
    await go(page, 'Compare');
    const table = page.getByRole('treegrid', { name: 'Comparison of methods' });
    for (const method of methods) await expect(table.getByRole('rowheader').filter({ hasText: method })).toBeVisible();
    await expect(page.getByRole('main')).toContainText('5 seeds');
    await expect(page.getByRole('main')).toContainText(/95 % CI/);
  });

  await test.step('laws of several methods stand side by side under one slider', async () => {
    await go(page, 'Laws');
    await expect(page.getByRole('slider').first()).toBeVisible();
    for (const method of ['Skill-It', 'Aioli'])
      await expect(page.getByRole('main').getByText(method, { exact: true }).first()).toBeVisible();
  });

  await test.step('the report becomes a PDF with every method in it', async () => {
    await go(page, 'Report');
    await expect(page.getByTitle('Preview of the report')).toBeVisible();
    const file = join(folder, 'study.pdf');
    await app.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
    }, file);
    await command(page, 'Write the report as PDF');
    await expect(page.getByText(`Wrote ${file}`)).toBeVisible({ timeout: 60_000 });
    const { text, pages } = readPdf(readFileSync(file));
    expect(pages).toBeGreaterThan(3);
    for (const method of methods) expect(text).toContain(method);
  });

  await test.step('no screen has a serious fault for those who cannot see it, in either theme', async () => {
    for (const theme of ['dark', 'light']) {
      await command(page, `Use the ${theme} theme`);
      for (const screen of screens) {
        await go(page, screen);
        await page.waitForTimeout(300); // what is still being read is not there to be checked
        expect(await seriousFindings(page), `${screen}, ${theme}`).toEqual([]);
      }
    }
  });
  expect(misdeeds).toEqual([]);
});

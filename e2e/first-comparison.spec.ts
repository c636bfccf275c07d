/** The first whole path: from an empty workspace to a comparison of Aioli with stratified, closed and opened again. */
import type { Page } from 'playwright/test';
import { command, expect, go, picture, seriousFindings, test } from './app.ts';

test('a newcomer gets from nothing to a comparison that is still there tomorrow', async ({ open }) => {
  test.setTimeout(600_000);
  const first = await open();
  const { page } = first;

  await test.step('an empty workspace says what belongs there', async () => {
    await expect(page.getByRole('heading', { name: 'No text yet' })).toBeVisible();
    await picture(page, 'groups-empty');
    expect(await seriousFindings(page)).toEqual([]);
  });

  await test.step('the sample workspace is built with progress', async () => {
    await page.getByRole('button', { name: 'Build the sample workspace' }).click();
    await expect(page.getByRole('table', { name: 'Groups' }).locator('tbody tr')).toHaveCount(7, { timeout: 300_000 });
    await expect(page.getByRole('row', { name: /speeches/ })).toContainText('ready', { timeout: 60_000 });
    await page.getByRole('row', { name: /speeches/ }).click();
    await expect(
      page.getByRole('complementary', { name: 'Group speeches' }).getByText('training').first(),
    ).toBeVisible();
    await picture(page, 'groups');
    expect(await seriousFindings(page)).toEqual([]);
  });

  await test.step('the form is filled in and started', async () => {
    await go(page, 'Experiment');
    await page.getByRole('button', { name: 'All settings' }).click();
    await page.getByLabel('Model', { exact: true }).selectOption('custom');
    await fill(page, { Width: 32, Layers: 1, Heads: 2, 'Inner width': 64, Steps: 60, Batch: 6, Context: 64 });
    await fill(page, { 'Validation passes': 3, 'Validation sequences': 8 });
    await page.getByRole('button', { name: 'Simple' }).click();
    await expect(page.getByText('4 runs: ')).toBeVisible({ timeout: 60_000 });
    await picture(page, 'experiment');
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
  });

  await test.step('its runs are watched until they finish', async () => {
    await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible({ timeout: 120_000 });
    await expect(page.getByRole('button', { name: /Finished\s*4/ })).toBeVisible({ timeout: 300_000 });
    await page.getByRole('row', { name: /Aioli/ }).first().click();
    await picture(page, 'runs');
    expect(await seriousFindings(page)).toEqual([]);
  });

  await test.step('table and heatmap can be read', async () => {
    await seeResults(page);
    await go(page, 'Compare');
    await picture(page, 'compare');
    expect(await seriousFindings(page)).toEqual([]);
    await go(page, 'Laws');
    await picture(page, 'laws');
    expect(await seriousFindings(page)).toEqual([]);
    await go(page, 'Report');
    await picture(page, 'report');
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await command(page, 'Go to Laws');
  });

  expect(first.misdeeds).toEqual([]);
  await first.close();

  await test.step('opened again, everything is there', async () => {
    const again = await open();
    await expect(again.page.getByRole('heading', { level: 1, name: 'Laws' })).toBeVisible(); // where it was left
    await seeResults(again.page);
    await go(again.page, 'Groups');
    await expect(again.page.getByRole('table', { name: 'Groups' }).locator('tbody tr')).toHaveCount(7);
    expect(again.misdeeds).toEqual([]);
  });
});

async function fill(page: Page, fields: Readonly<Record<string, number>>): Promise<void> {
  for (const [label, value] of Object.entries(fields))
    await page.getByLabel(label, { exact: true }).first().fill(String(value));
}

async function seeResults(page: Page): Promise<void> {
  await go(page, 'Compare');
  await expect(page.getByRole('row', { name: /Stratified/ }).first()).toBeVisible();
  await expect(page.getByRole('row', { name: /Aioli/ }).first()).toBeVisible();
  await go(page, 'Laws');
  await expect(page.getByRole('main').locator('svg').first()).toBeVisible();
}

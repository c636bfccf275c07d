/** An interrupted night: the queue is put in order, trains, is killed in the middle, goes on, and tells of it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright/test';
import { answerQuestions, expect, go, picture, seriousFindings, test } from './app.ts';

const writer = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src', 'engine', 'testing', 'write-queue.ts');

test('a night that is interrupted goes on with its numbers, and the morning tells of it', async ({ open, folder }) => {
  test.setTimeout(300_000);
  const workspace = join(folder, 'workspace');
  execFileSync(process.env['AIOLI_ENGINE_NODE']!, [writer, workspace, '4', '600000'], { stdio: 'pipe' });
  const first = await open();
  const { page } = first;

  await test.step('the queue is put in order by keyboard, held, and undone', async () => {
    await go(page, 'Runs');
    await page.getByRole('button', { name: /^Queue/ }).click();
    await page.getByRole('row', { name: /Stratified 3/ }).click();
    const grid = page.getByRole('grid', { name: 'Runs' });
    await grid.focus();
    await page.keyboard.press('Alt+Home');
    await expect(page.getByRole('main').getByRole('status')).toContainText('Stratified, seed 3, is now 1st of 4');
    await expect(page.getByRole('row').nth(2)).toContainText('Stratified');
    expect(await seedsOf(page)).toEqual(['3', '0', '1', '2']);
    await drag(page, 2, 0);
    await expect.poll(() => seedsOf(page)).toEqual(['3', '2', '0', '1']);
    await page.keyboard.press('Control+z');
    await expect.poll(() => seedsOf(page)).toEqual(['3', '0', '1', '2']);
    await page.getByRole('row', { name: /Stratified 1/ }).click();
    await page.getByRole('button', { name: 'Hold', exact: true }).click();
    await expect(page.getByRole('row', { name: /Held Stratified 1/ })).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(page.getByRole('row', { name: /Queued Stratified 1/ })).toBeVisible();
    await page.getByRole('button', { name: 'Hold', exact: true }).click();
    await expect(page.getByRole('row', { name: /Held Stratified 1/ })).toBeVisible();
    await picture(page, 'runs-queue');
    expect(await seriousFindings(page)).toEqual([]);
  });

  let kept = 0;
  await test.step('it trains in that order, and a pause keeps a checkpoint', async () => {
    await page.getByRole('button', { name: 'Resume queue' }).click();
    await expect.poll(() => stepOf(page, 3), { timeout: 90_000 }).toBeGreaterThan(50);
    await page.getByRole('button', { name: 'Pause queue' }).click();
    await expect(page.getByRole('row', { name: /Queued Stratified 3/ })).toBeVisible({ timeout: 30_000 });
    kept = await stepOf(page, 3);
    await page.getByRole('button', { name: 'Resume queue' }).click();
    await expect.poll(() => stepOf(page, 3), { timeout: 60_000 }).toBeGreaterThan(kept);
  });

  await test.step('the engine is killed; it comes back, goes on from the checkpoint, and tells of it', async () => {
    const { pid } = JSON.parse(readFileSync(join(workspace, 'engine.json'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    const card = page.getByRole('region', { name: 'While you were away' });
    await expect(card).toContainText('taken up again', { timeout: 60_000 });
    await expect.poll(() => stepOf(page, 3), { timeout: 60_000 }).toBeGreaterThan(kept);
    await picture(page, 'runs-interrupted');
    expect(await seriousFindings(page)).toEqual([]);
    await card.getByRole('button', { name: 'Dismiss' }).click();
    await expect(card).toBeHidden();
  });

  await test.step('closing while it trains asks first', async () => {
    await answerQuestions(first.app, 1);
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible(); // it stayed
    await first.close();
  });

  await test.step('opened again, order and hold are there, and the run goes on', async () => {
    const again = await open();
    await go(again.page, 'Runs'); // with the filter that was chosen
    expect(await seedsOf(again.page)).toEqual(['3', '0', '1', '2']);
    await expect(again.page.getByRole('row', { name: /Held Stratified 1/ })).toBeVisible();
    await expect.poll(() => stepOf(again.page, 3), { timeout: 60_000 }).toBeGreaterThan(kept);
    for (const view of ['All methods', 'Computer', 'Log']) {
      await again.page.getByRole('button', { name: view, exact: true }).click();
      await again.page.waitForTimeout(500);
      expect(await seriousFindings(again.page)).toEqual([]);
    }
    expect(again.misdeeds).toEqual([]);
  });
});

/** Seeds of the rows shown, from top to bottom. */
async function seedsOf(page: Page): Promise<string[]> {
  const rows = await page.getByRole('row', { name: /Stratified \d/ }).allInnerTexts();
  return rows.map((row) => /Stratified\s+(\d)/.exec(row)![1]!);
}

/** Drags a waiting run by its handle to the place of another. @param seed, onto seeds of the two */
async function drag(page: Page, seed: number, onto: number): Promise<void> {
  const row = (of: number) => page.getByRole('row', { name: new RegExp(`Stratified ${String(of)}`) });
  const from = (await row(seed).locator('.grip').boundingBox())!;
  const to = (await row(onto).boundingBox())!;
  await page.mouse.move(from.x + 8, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, to.y + 20, { steps: 6 });
  await page.mouse.move(from.x + 8, to.y + 12, { steps: 2 });
  await page.mouse.up();
}

/** Step that the row of a seed shows. */
async function stepOf(page: Page, seed: number): Promise<number> {
  const row = await page.getByRole('row', { name: new RegExp(`Stratified ${String(seed)}`) }).innerText();
  return Number(/Stratified\s+\d\s+([\d\u2009]+)/.exec(row)?.[1]?.replaceAll('\u2009', '') ?? 0);
}

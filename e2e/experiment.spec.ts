/** A design by keyboard: made, taken back after the window was closed, cloned from a finished experiment, and compared with it. */
import { chooseInDialogs, command, expect, go, picture, seriousFindings, test, writeTexts } from './app.ts';

test('a design is made by keyboard, undone after reopening, cloned and told apart from its original', async ({
  folder,
  open,
}) => {
  test.setTimeout(400_000);
  const first = await open();
  const { page } = first;
  await chooseInDialogs(first.app, writeTexts(folder, ['law', 'code']));
  await command(page, 'Add folders as groups…');
  await page.getByRole('button', { name: /Add/ }).last().click();
  await expect(page.getByRole('table', { name: 'Groups' }).locator('tbody tr')).toHaveCount(2, { timeout: 60_000 });

  await test.step('the form is filled in by keyboard', async () => {
    await page.keyboard.press('Control+2');
    const steps = page.getByLabel('Steps', { exact: true });
    await steps.focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('20');
    await page.getByLabel('Name', { exact: true }).focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('By keyboard');
    await page.getByLabel('Add a method').focus();
    await page.getByLabel('Add a method').selectOption('doremi'); // a native list: its keys are the system's
    await expect(page.getByRole('region', { name: 'DoReMi' })).toBeVisible();
    await expect(page.getByText('What is trained before what')).toBeVisible({ timeout: 90_000 });
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'experiment-design');
    await page.waitForTimeout(1500); // a pause ends an edit
    await page.getByLabel('Steps', { exact: true }).fill('25'); // typed last, and not yet kept when the window goes
  });
  expect(first.misdeeds).toEqual([]);
  await first.close();

  const again = await open();
  await test.step('nothing typed is lost, and undo goes on where the window was closed', async () => {
    await go(again.page, 'Experiment');
    const steps = again.page.getByLabel('Steps', { exact: true });
    await expect(steps).toHaveValue('25');
    await again.page.getByRole('heading', { level: 1 }).click();
    await again.page.keyboard.press('Control+z');
    await expect(steps).toHaveValue('20');
    await again.page.keyboard.press('Control+Shift+z');
    await expect(steps).toHaveValue('25');
  });

  await test.step('a finished experiment is cloned, and the difference is shown', async () => {
    const { page: window } = again;
    await window.getByRole('button', { name: 'Leave out DoReMi' }).click();
    await window.getByLabel('Seeds', { exact: true }).fill('0');
    await expect(window.getByRole('button', { name: 'Start', exact: true })).toBeEnabled({ timeout: 30_000 });
    await window.getByRole('button', { name: 'Start', exact: true }).click();
    await expect(window.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible({ timeout: 120_000 });
    await expect(window.getByRole('button', { name: /Finished\s*2/ })).toBeVisible({ timeout: 200_000 });
    await go(window, 'Experiment');
    await window.getByRole('button', { name: 'Clone' }).click();
    await window.getByLabel('Batch', { exact: true }).fill('4');
    const rows = window.getByRole('table', { name: 'Differences' }).locator('tbody tr');
    await expect(rows.filter({ hasText: 'Batch' })).toContainText('4');
    await window.getByRole('button', { name: 'File', exact: true }).click();
    await expect(window.getByLabel('Experiment file')).toHaveValue(/"batch": 4/);
    expect(await seriousFindings(window)).toEqual([]);
  });
  expect(again.misdeeds).toEqual([]);
});

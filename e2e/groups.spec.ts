/** Groups of one's own: added by dialog and drop, renamed, looked into, refused and removed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseInDialogs, chooseInMenu, dropFiles, expect, seriousFindings, test, writeTexts } from './app.ts';

test('folders and files become groups, and what cannot be read says why', async ({ open, folder }) => {
  const [law, code] = writeTexts(folder, ['law', 'code']);
  const { app, page, misdeeds } = await open();
  const table = page.getByRole('table', { name: 'Groups' });

  await test.step('a folder by dialog', async () => {
    await chooseInDialogs(app, [law!]);
    await page.getByRole('button', { name: 'Add a folder…' }).click();
    await page.getByRole('button', { name: 'Choose folders…' }).click();
    await page.getByLabel('Licence').or(page.getByText('How to read it')).first().click();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add group', exact: true }).click();
    await expect(table.getByRole('row', { name: /law/ })).toContainText('ready');
  });

  await test.step('a file by drop', async () => {
    const lines = Array.from({ length: 300 }, (_, n) =>
      JSON.stringify({ text: `sum ${n}: ${`${n} + ${n} `.repeat(60)}` }),
    );
    const file = join(folder, 'sums.jsonl');
    writeFileSync(file, lines.join('\n'));
    await dropFiles(page, [file]);
    await expect(table.getByRole('row', { name: /sums/ })).toContainText('300');
  });

  await test.step('renamed and looked into by key', async () => {
    await table.getByRole('row', { name: /law/ }).focus();
    await page.keyboard.press('F2');
    await page.keyboard.type('statutes');
    await page.keyboard.press('Enter');
    await expect(table.getByRole('row', { name: /statutes/ })).toBeFocused();
    await page.keyboard.press('Enter');
    const detail = page.getByRole('complementary', { name: 'Group statutes' });
    await expect(detail.getByText(/^law \d+: the law of number/).first()).toBeVisible();
    await detail.getByRole('radio', { name: 'Colour 8' }).click();
    await expect(detail.getByRole('radio', { name: 'Colour 8' })).toBeChecked();
  });

  await test.step('an empty folder is refused with the next step', async () => {
    const empty = join(folder, 'texts', 'empty');
    mkdirSync(empty);
    await chooseInDialogs(app, [empty]);
    await page.getByRole('button', { name: 'Add groups…' }).click();
    await page.getByRole('button', { name: 'Choose folders…' }).click();
    await page.getByRole('button', { name: 'Add group', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText(empty);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(table.getByRole('row')).toHaveCount(3);
  });

  await test.step('removed after a question', async () => {
    await table.getByRole('row', { name: /sums/ }).focus();
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: 'Remove the group' }).click();
    await expect(table.getByRole('row')).toHaveCount(2);
  });

  await test.step('another folder by the menu', async () => {
    await chooseInDialogs(app, [code!]);
    await chooseInMenu(app, 'file.add-folders');
    await expect(table.getByRole('row', { name: /code/ })).toContainText('ready');
  });
  expect(misdeeds).toEqual([]);
});

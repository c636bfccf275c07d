/** Groups of one's own: looked at before they are added, renamed, merged and brought back, shared out, compared, removed. */
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
    const dialog = page.getByRole('dialog', { name: 'Add groups' });
    await expect(dialog.getByRole('table', { name: 'Rows' })).toContainText('sum 0: 0 + 0');
    await dialog.getByRole('textbox', { name: 'Go to row' }).fill('298');
    await page.keyboard.press('Tab');
    await expect(dialog.getByRole('table', { name: 'Rows' })).toContainText('sum 299');
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Add group', exact: true }).click();
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
    await expect(page.getByRole('alert').filter({ hasText: empty })).toContainText('Leave it out, or choose another.');
    await expect(page.getByRole('button', { name: 'Add group', exact: true })).toBeDisabled();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(table.getByRole('row')).toHaveCount(3);
  });

  await test.step('a tree by drop: one group of each folder inside', async () => {
    writeTexts(join(folder, 'tree'), ['poems', 'letters']);
    const tree = join(folder, 'tree', 'texts');
    writeFileSync(join(tree, 'seal.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]));
    await chooseInDialogs(app, [tree]); // a page cannot drop a folder
    await page.getByRole('button', { name: 'Add groups…' }).click();
    await page.getByRole('button', { name: 'Choose folders…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add groups' });
    await dialog.getByRole('radio', { name: 'One group of each folder inside' }).check();
    await expect(dialog.getByRole('table', { name: 'Groups that will be made' }).getByRole('row')).toHaveCount(3);
    await dialog.getByRole('button', { name: 'Add 2 groups' }).click();
    await expect(table.getByRole('row', { name: /poems/ })).toContainText('ready');
    await expect(table.getByRole('row', { name: /letters/ })).toContainText('ready');
    await expect(table.getByRole('row')).toHaveCount(5);
  });

  await test.step('two are merged by key, and undo brings them back', async () => {
    for (const name of [/poems/, /letters/]) {
      await table.getByRole('row', { name }).focus();
      await page.keyboard.press('Space');
    }
    await page.getByRole('button', { name: 'Merge…' }).click();
    await page.getByLabel('Name of the new group').fill('verse and prose');
    await page.keyboard.press('Enter');
    await expect(table.getByRole('row', { name: /verse and prose/ })).toContainText('800');
    await expect(table.getByRole('row', { name: /poems/ })).toContainText('off');
    await table.getByRole('row', { name: /poems/ }).focus();
    await page.keyboard.press('Control+z');
    await expect(table.getByRole('row', { name: /verse and prose/ })).toHaveCount(0);
    await expect(table.getByRole('row', { name: /poems/ })).toContainText('ready');
  });

  await test.step('shares are moved by key and always sum to 100', async () => {
    await page.getByRole('button', { name: 'Shares' }).click();
    const fields = page.getByRole('textbox', { name: /^Share of/ });
    await expect(fields).toHaveCount(4);
    const tenths = async () =>
      (await fields.evaluateAll((all) => all.map((field) => Number((field as HTMLInputElement).value)))).map((share) =>
        Math.round(share * 10),
      );
    await fields.first().focus();
    await page.keyboard.type('1/3');
    await page.keyboard.press('Enter');
    for (const key of ['ArrowUp', 'Shift+ArrowUp', 'PageUp', 'ArrowDown']) {
      await page.keyboard.press(key);
      expect((await tenths()).reduce((a, b) => a + b)).toBe(1000);
    }
    await page.getByRole('slider').nth(1).focus();
    for (const key of ['ArrowRight', 'Shift+ArrowLeft', 'PageDown', 'End', 'Home']) {
      await page.keyboard.press(key);
      expect((await tenths()).reduce((a, b) => a + b)).toBe(1000);
    }
    await page.getByRole('button', { name: 'Equal' }).click();
    expect(await tenths()).toEqual([250, 250, 250, 250]);
    expect(await seriousFindings(page)).toEqual([]);
  });

  await test.step('groups are compared: what they share and what leaks', async () => {
    await page.getByRole('button', { name: 'Overlap' }).click();
    await page.getByRole('button', { name: 'Compare the groups' }).click();
    await expect(page.getByRole('grid', { name: /Overlap of groups/ })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'What leaks into held-out text' })).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Text', exact: true }).click();
  });

  await test.step('removed after a question', async () => {
    await table.getByRole('row', { name: /sums/ }).focus();
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: 'Remove the group' }).click();
    await expect(table.getByRole('row')).toHaveCount(4);
  });

  await test.step('another folder by the menu', async () => {
    await chooseInDialogs(app, [code!]);
    await chooseInMenu(app, 'file.add-folders');
    await expect(table.getByRole('row', { name: /code/ })).toContainText('ready');
  });
  expect(misdeeds).toEqual([]);
});

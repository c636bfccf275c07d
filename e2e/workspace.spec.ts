/** The program as a whole: undo, trash, start page, second start, preferences, and every screen by keyboard and for axe. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  chooseInDialogs,
  chooseInMenu,
  command,
  dropFiles,
  expect,
  openWorkbench,
  seriousFindings,
  startOf,
  test,
  writeTexts,
} from './app.ts';

const project = dirname(dirname(fileURLToPath(import.meta.url)));

/** A finished study of three groups in `folder/workspace`, trained in a world of known law. */
function writeStudy(folder: string): void {
  const study = {
    groups: 3,
    seeds: 2,
    steps: 60,
    name: 'Three groups',
    methods: [{ id: 'stratified' }, { id: 'natural' }],
  };
  const script = join(project, 'src', 'engine', 'testing', 'write-study.ts');
  execFileSync(process.execPath, [script, join(folder, 'workspace'), JSON.stringify(study)], { cwd: project });
}

test('a removed group is undone from the menu, and taken out of the trash', async ({ open, folder }) => {
  const { app, page } = await open();
  const [law] = writeTexts(folder, ['law']);
  await chooseInDialogs(app, [law!]);
  await chooseInMenu(app, 'file.add-folders');
  const row = page.getByRole('row', { name: /law/ });
  await expect(row).toContainText('ready');
  const remove = async () => {
    await row.click();
    await page.keyboard.press('Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect(row).toBeHidden();
    await expect(page.getByText('law is in the trash.').last()).toBeVisible();
  };
  await remove();
  const undo = await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('edit.undo')?.label);
  expect(undo).toBe('Undo: remove law');
  await chooseInMenu(app, 'edit.undo');
  await expect(row).toContainText('ready');

  await remove();
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Search or run a command').fill('Trash');
  await page.keyboard.press('Enter');
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Put back law' }).click();
  await expect(page.getByText('The trash is empty.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(row).toContainText('ready');
});

test('a second start hands its folder and its files to the window that is open', async ({ open, folder }) => {
  writeStudy(folder);
  const { page } = await open();
  const startAgain = async (argument: string) => {
    const { executablePath, args, cwd } = startOf(folder, { args: [argument] });
    await once(spawn(executablePath, args, { cwd, stdio: 'ignore' }), 'exit');
  };
  const file = join(folder, 'handed.experiment.json');
  const demo = JSON.parse(readFileSync(join(project, 'resources', 'demo.experiment.json'), 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...demo, name: 'Handed over' }));
  await startAgain(file);
  await expect(page.getByRole('heading', { level: 1, name: 'Experiment' })).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Handed over');

  const other = join(folder, 'other');
  mkdirSync(other);
  await startAgain(other);
  await expect(page).toHaveTitle(/^other/);
});

test('a start without arguments opens the last workspace where it was; the start page lists those before', async ({
  open,
  folder,
}) => {
  writeStudy(folder);
  const first = await open();
  await first.page.keyboard.press('Control+4');
  await expect(first.page.getByRole('heading', { level: 1, name: 'Compare' })).toBeVisible();
  await first.close();

  const second = await openWorkbench(folder, { args: [] });
  const { page, app } = second;
  await expect(page.getByRole('heading', { level: 1, name: 'Compare' })).toBeVisible();
  await command(page, 'Start page: recent workspaces');
  const recent = page.getByRole('button', { name: /^workspace .*iB/s });
  await expect(recent).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await recent.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Compare' })).toBeVisible();

  await chooseInMenu(app, 'file.start-page');
  await expect(page.getByRole('heading', { name: 'Recent workspaces' })).toBeVisible();
  await dropFiles(page, [writeFile(folder, 'note.txt')]);
  await expect(page.getByText('No workspace is open to take this in.')).toBeVisible();
  await second.close();
});

test('a damaged store goes back to a copy that was kept; safe mode starts at the first screen', async ({
  open,
  folder,
}) => {
  writeStudy(folder);
  const first = await open();
  await first.page.keyboard.press('Control+s');
  await expect(first.page.getByText(/All changes are saved already/)).toBeVisible();
  await first.page.getByRole('textbox', { name: 'Name of the copy' }).fill('before the paper');
  await first.page.keyboard.press('Enter');
  await expect(first.page.getByRole('cell', { name: 'before the paper', exact: true })).toBeVisible();
  await first.page.keyboard.press('Escape');
  await first.page.keyboard.press('Control+4');
  await expect(first.page.getByRole('heading', { level: 1, name: 'Compare' })).toBeVisible();
  await first.close();
  truncateSync(join(folder, 'workspace', 'workspace.sqlite'), 5000);

  const { page, app } = await open();
  await expect(page.getByRole('heading', { name: 'This workspace cannot be opened' })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: /^before the paper/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Compare' })).toBeVisible();
  await expect(page.getByRole('heading', { name: /differ from Stratified/ })).toBeVisible();

  await chooseInMenu(app, 'file.reopen-safely');
  await expect(page.getByText('safe mode', { exact: true })).toBeVisible();
});

test('a workspace that another program has open can be looked at, and cannot be changed', async ({ open, folder }) => {
  writeStudy(folder);
  await open();
  const second = await openWorkbench(folder, { userData: 'another-user-data' });
  await second.page.getByRole('button', { name: 'Look at it without changing anything' }).click();
  await expect(second.page.getByText('looked at only', { exact: true })).toBeVisible();
  await second.page.getByRole('row', { name: /law/ }).click();
  await second.page.keyboard.press('F2');
  await second.page.keyboard.type('legal');
  await second.page.keyboard.press('Enter');
  await expect(second.page.getByText(/cannot be written/)).toBeVisible();
  await second.close();
});

test('size of the interface, theme and keys are kept over a restart', async ({ open }) => {
  const first = await open();
  await first.page.keyboard.press('Control+=');
  await first.page.keyboard.press('Control+=');
  await command(first.page, 'Use the dark theme');
  await first.page.keyboard.press('F1');
  await first.page.getByRole('button', { name: 'Change the keys of Fold or unfold the rail' }).click();
  await first.page.keyboard.press('Control+j');
  await first.page.getByRole('button', { name: 'Set', exact: true }).click();
  await first.close();

  const { page, app } = await open();
  const factor = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.getZoomFactor());
  await expect.poll(factor).toBeCloseTo(1.25);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('Control+j');
  await expect(page.getByRole('button', { name: 'Unfold the rail' })).toBeVisible();
  await page.keyboard.press('Control+0');
  await expect.poll(factor).toBeCloseTo(1);
});

test('every screen and every dialog is reached by keyboard and free of serious findings, in both themes', async ({
  open,
  folder,
}) => {
  test.setTimeout(480_000);
  writeStudy(folder);
  const { page, misdeeds } = await open();
  const screens = ['Groups', 'Experiment', 'Runs', 'Compare', 'Laws', 'Report'];
  const asked = ['Trash', 'Preferences', 'Guide', 'Ask the store', 'Keep a copy', 'Copy the workspace', 'About'];
  for (const theme of ['dark', 'light']) {
    await command(page, `Use the ${theme} theme`);
    for (const [i, name] of screens.entries()) {
      await page.keyboard.press(`Control+${i + 1}`);
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
      await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
      expect(await seriousFindings(page), `${name}, ${theme}`).toEqual([]);
    }
    for (const words of [...asked, 'Keyboard shortcuts']) {
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Search or run a command').fill(words);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog').getByRole('heading').first()).toBeVisible();
      expect(await seriousFindings(page), `${words}, ${theme}`).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    }
  }
  expect(misdeeds).toEqual([]);
});

test('at twice the size nothing on any screen is wider than the window', async ({ open, folder }) => {
  writeStudy(folder);
  const { page } = await open();
  for (let press = 0; press < 5; press++) await page.keyboard.press('Control+=');
  await expect.poll(() => page.evaluate(() => innerWidth)).toBeLessThan(700);
  for (const [i, name] of ['Groups', 'Experiment', 'Runs', 'Compare', 'Laws', 'Report'].entries()) {
    await page.keyboard.press(`Control+${i + 1}`);
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    const spill = () =>
      page.evaluate(() => {
        const main = document.querySelector('main')!;
        return Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - innerWidth);
      });
    await expect.poll(spill, { message: name }).toBeLessThanOrEqual(0);
  }
});

function writeFile(folder: string, name: string): string {
  const file = join(folder, name);
  writeFileSync(file, 'text');
  return file;
}

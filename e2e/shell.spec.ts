/** What the shell owes: an engine that comes back, a workspace that says why it cannot be opened, a page that stays in. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright/test';
import { chooseInDialogs, chooseInMenu, expect, openWorkbench, test, writeTexts } from './app.ts';

/** Process id of the engine: the child of Electron that runs engine.js. */
async function enginePid(app: ElectronApplication): Promise<number> {
  const parent = await app.evaluate(() => process.pid);
  const found = readdirSync('/proc').find((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      const stat = readFileSync(join('/proc', entry, 'stat'), 'utf8');
      const ppid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return ppid === parent && readFileSync(join('/proc', entry, 'cmdline'), 'utf8').includes('engine.js');
    } catch {
      return false; // it ended while we looked
    }
  });
  return Number(found);
}

test('a killed engine is started again and the window goes on', async ({ open, folder }) => {
  const { app, page } = await open();
  const [law] = writeTexts(folder, ['law']);
  await chooseInDialogs(app, [law!]);
  await chooseInMenu(app, 'file.add-folders');
  const row = page.getByRole('row', { name: /law/ });
  await expect(row).toContainText('ready');
  process.kill(await enginePid(app), 'SIGKILL');
  await expect(page.getByText('The engine stopped')).toBeVisible();
  await expect(row).toContainText('ready');
});

test('a workspace that is open elsewhere is refused with the way out', async ({ open, folder }) => {
  await open();
  const second = await openWorkbench(folder, { userData: 'another-user-data' });
  await expect(second.page.getByRole('heading', { name: 'This workspace cannot be opened' })).toBeVisible();
  await chooseInDialogs(second.app, [join(folder, 'another-workspace')]);
  await second.page.getByRole('button', { name: 'Open another workspace…' }).click();
  await expect(second.page.getByRole('heading', { name: 'No text yet' })).toBeVisible();
  await expect(second.page).toHaveTitle(/another-workspace/);
  await second.close();
});

test('the page is isolated, and can neither leave nor call out', async ({ open }) => {
  const { app, page } = await open();
  const reached = await page.evaluate(async () => {
    const fetched = await fetch('https://example.org/').then(
      () => 'fetched',
      () => 'refused',
    );
    const opened = window.open('https://example.org/') === null ? 'refused' : 'opened';
    const own = await fetch(location.href);
    return {
      fetched,
      opened,
      policy: own.headers.get('content-security-policy')?.split(';')[0],
      escaped: (await fetch('/..%2f..%2fpackage.json')).status,
      node: typeof (globalThis as Record<string, unknown>)['require'],
    };
  });
  expect(reached).toEqual({
    fetched: 'refused',
    opened: 'refused',
    policy: "default-src 'none'",
    escaped: 403,
    node: 'undefined',
  });
  // Asked by way of Electron: the test runner would wait for a navigation that never comes.
  const stayed = await app.evaluate(async ({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    await webContents.executeJavaScript("location.href = 'https://example.org/'; null");
    return (await webContents.executeJavaScript('document.querySelector("h1").textContent')) as string;
  });
  expect(stayed).toBe('Groups');
});

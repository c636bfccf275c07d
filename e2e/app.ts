/** Opens the real program on fresh folders, and records everything that a window must not do. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { _electron, test as base, expect, type ElectronApplication, type Page } from 'playwright/test';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
export const artefacts = join(project, 'e2e', 'artefacts');

export interface Opened {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Errors on the console, policy violations and requests that would leave the page's own files. */
  readonly misdeeds: readonly string[];
  close(): Promise<void>;
}

interface Fixtures {
  /** A temporary folder that holds `workspace`, `user-data` and what the test adds; removed afterwards. */
  readonly folder: string;
  /** Opens the program on the test's workspace; again after a close, it finds what it left. */
  readonly open: () => Promise<Opened>;
}

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- the runner wants a pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'aioli-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  open: async ({ folder }, use, info) => {
    const opened: Opened[] = [];
    await use(async () => {
      const one = await openWorkbench(folder);
      opened.push(one);
      return one;
    });
    for (const one of opened) {
      if (info.status !== info.expectedStatus)
        await one.page.screenshot({ path: info.outputPath('window.png') }).catch(() => undefined); // already closed
      await one.close();
    }
  },
});
export { expect };

/** What the program is started with on these folders. */
export function startOf(folder: string, { userData = 'user-data', args = [join(folder, 'workspace')] } = {}) {
  const executablePath = process.env['AIOLI_ELECTRON'];
  if (!executablePath) throw new Error('AIOLI_ELECTRON names no Electron: start these tests with `npm run e2e`.');
  const isRoot = process.getuid?.() === 0;
  return {
    executablePath,
    args: [
      ...(isRoot ? ['--no-sandbox'] : []), // Chromium's sandbox refuses to run as root
      '--disable-gpu',
      `--user-data-dir=${join(folder, userData)}`,
      project,
      ...args,
    ],
    cwd: project,
  };
}

/** Opens the program on `folder/workspace`, or with other arguments. */
export async function openWorkbench(folder: string, options?: Parameters<typeof startOf>[1]): Promise<Opened> {
  const app = await _electron.launch({
    ...startOf(folder, options),
    env: { ...process.env } as Record<string, string>,
    timeout: 60_000,
  });
  const misdeeds: string[] = [];
  app.process().stderr?.on('data', (text: Buffer) => process.stderr.write(text));
  const page = await app.firstWindow();
  page.on('console', (message) => {
    if (message.type() === 'error') misdeeds.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => misdeeds.push(`page: ${error.message}`));
  page.on('request', (request) => {
    if (!/^(app|data|blob):/.test(request.url())) misdeeds.push(`request: ${request.url()}`);
  });
  await page.getByRole('main').waitFor();
  let isOpen = true;
  app.on('close', () => (isOpen = false));
  return {
    app,
    page,
    misdeeds,
    close: async () => {
      if (!isOpen) return;
      await answerQuestions(app, 0).catch(() => undefined); // it may be going already
      await app.close();
    },
  };
}

/** Answers the next dialogs of the program with these paths: a native dialog cannot be driven. */
export async function chooseInDialogs(app: ElectronApplication, paths: readonly string[]): Promise<void> {
  await app.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: filePaths[0] ?? '' });
  }, paths);
}

/** Answers the program's questions with this button from now on: a native dialog cannot be driven. */
export async function answerQuestions(app: ElectronApplication, button: number): Promise<void> {
  await app.evaluate(({ dialog }, response) => {
    dialog.showMessageBox = () => Promise.resolve({ response, checkboxChecked: false });
  }, button);
}

/** Chooses an entry of the native menu by its command. */
export async function chooseInMenu(app: ElectronApplication, id: string): Promise<void> {
  await app.evaluate(({ Menu }, wanted) => {
    Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click();
  }, id);
}

/** Drops files on the screen as a file manager would: real files, whose paths the program may ask for. */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.id = 'carrier';
    document.body.append(input);
  });
  await page.setInputFiles('#carrier', [...paths]);
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('#carrier')!;
    const dataTransfer = new DataTransfer();
    for (const file of input.files ?? []) dataTransfer.items.add(file);
    input.remove();
    const target = document.querySelector('main section')!;
    target.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
}

/** Folders of small text, one per name, each with enough documents for every split. */
export function writeTexts(folder: string, names: readonly string[], documents = 400): string[] {
  return names.map((name) => {
    const own = join(folder, 'texts', name);
    mkdirSync(own, { recursive: true });
    for (let n = 0; n < documents; n++)
      writeFileSync(join(own, `${n}.txt`), `${name} ${n}: ${`the ${name} of number ${n} goes on. `.repeat(20)}`);
    return own;
  });
}

/** Goes to a screen by the rail. */
export async function go(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: screen }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** Runs a command of the palette. */
export async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Search or run a command').fill(title);
  await page.getByRole('option', { name: title }).first().click();
  await expect(page.getByRole('dialog')).toBeHidden();
}

/** A picture kept with the test results, in both themes. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(artefacts, { recursive: true });
  for (const theme of ['dark', 'light'] as const) {
    await command(page, `Use the ${theme} theme`);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await page.screenshot({ path: join(artefacts, `${name}-${theme}.png`), animations: 'disabled' });
  }
}

/** Serious findings of the accessibility checker in what is shown now. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze(); // Electron opens no second page
  return violations
    .filter(({ impact }) => impact === 'critical' || impact === 'serious')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}

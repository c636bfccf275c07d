/** The real window on a workspace of its own, for measurements. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron } from 'playwright';
import { ensureBuilt, sides } from '../scripts/setup/bundle.mjs';
import { hasDisplay, startVirtualDisplay } from '../scripts/setup/display.mjs';
import { launchEnvironment, readyParts } from '../scripts/setup/launch.mjs';

/**
 * Opens the window and waits until it has read its workspace. AIOLI_BENCH_BUILD names another checkout that is built.
 *
 * @param fill writes the workspace into a folder
 * @param work gets the page and the rail of screens
 */
export async function inWindow(fill, work) {
  const project = process.env['AIOLI_BENCH_BUILD'] ?? fileURLToPath(new URL('..', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'aioli-bench-'));
  await fill(join(folder, 'workspace'));
  const parts = await readyParts();
  if (parts.electron.state !== 'ready') throw new Error(parts.electron.reason);
  if (!process.env['AIOLI_BENCH_BUILD']) await ensureBuilt(parts.node, sides);
  const display = hasDisplay() ? undefined : await startVirtualDisplay();
  const app = await _electron.launch({
    executablePath: parts.electron.path,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(display ? ['--disable-gpu'] : []),
      `--user-data-dir=${join(folder, 'user-data')}`,
      project,
      join(folder, 'workspace'),
    ],
    env: { ...launchEnvironment(parts), ...(display && { DISPLAY: display.display }) },
  });
  try {
    const page = await app.firstWindow();
    const rail = page.getByRole('navigation', { name: 'Screens' });
    await rail.getByRole('button', { name: /Runs.*\d/ }).waitFor({ timeout: 120_000 });
    await work(page, rail);
  } finally {
    await app.close();
    display?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

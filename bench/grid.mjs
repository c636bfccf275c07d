/**
 * The table of runs in the real window: `node bench/grid.mjs [RUNS] [COLUMNS]`, 10 000 and 500 unless given. Prints the time
 * to the first cells, to a sorted and to a filtered table, and the frames while it scrolls. On a machine without a graphics
 * card frames are painted by the processor, so a busy one shows fewer.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron } from 'playwright';
import { ensureBuilt, sides } from '../scripts/setup/bundle.mjs';
import { hasDisplay, startVirtualDisplay } from '../scripts/setup/display.mjs';
import { launchEnvironment, readyParts } from '../scripts/setup/launch.mjs';
import { measure } from './grid-measures.ts';
import { writeGridStore } from './grid-store.ts';

const [runs = 10_000, columns = 500] = process.argv.slice(2).map(Number);
const project = process.env['AIOLI_BENCH_BUILD'] ?? fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'aioli-grid-'));
await writeGridStore(join(folder, 'workspace'), runs, columns);

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
  await rail.getByRole('button', { name: /Runs.*\d/ }).waitFor({ timeout: 120_000 }); // the workspace is read
  await rail.getByRole('button', { name: 'Compare' }).click();
  await measure(page);
} finally {
  await app.close();
  display?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

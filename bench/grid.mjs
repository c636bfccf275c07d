/**
 * The table of runs in the real window: `node bench/grid.mjs [RUNS] [COLUMNS]`, 10 000 and 500 unless given. Prints the time
 * to the first cells, to a sorted and to a filtered table, and the frames while it scrolls. On a machine without a graphics
 * card frames are painted by the processor, so a busy one shows fewer.
 */
import { measure } from './grid-measures.ts';
import { writeGridStore } from './grid-store.ts';
import { inWindow } from './window.mjs';

const [runs = 10_000, columns = 500] = process.argv.slice(2).map(Number);
await inWindow(
  (workspace) => writeGridStore(workspace, runs, columns),
  async (page, rail) => {
    await rail.getByRole('button', { name: 'Compare' }).click();
    await measure(page);
  },
);

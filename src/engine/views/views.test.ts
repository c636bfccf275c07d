import { afterEach, expect, test } from 'vitest';
import type { TableView } from '#contract/api';
import { openEngine, type Engine } from '../engine.ts';
import { freshFolder } from '../testing/small-experiment.ts';

const open: Engine[] = [];
afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close();
});
async function engineOn(folder: string): Promise<Engine> {
  const engine = await openEngine({ folder });
  open.push(engine);
  return engine;
}

const view: TableView = {
  mode: 'runs',
  experiments: [],
  metric: 'loss',
  cells: 'values',
  baseline: null,
  layout: {
    columns: [
      { id: 'seed', width: 80 },
      { id: 'note', isHidden: true },
    ],
    frozen: 2,
  },
  sorting: [{ column: 'test-loss', isDescending: true }],
  filters: [{ column: 'tags', operator: 'contains', value: 'best' }],
  search: '',
  grouping: ['label'],
  onlyDiffering: true,
  shaded: ['test-loss'],
  readAt: { 'val-loss': 100 },
  pinned: [],
  onlyComparable: false,
};

test('a view is kept in the workspace and is the same after reopening', async () => {
  const folder = freshFolder();
  const before = await engineOn(folder);
  await before.saveView('  By   group ', view);
  await before.close();
  open.length = 0;
  expect(await (await engineOn(folder)).listViews()).toEqual([{ name: 'By group', view }]);
});

test('saving, renaming and deleting a view can be taken back', async () => {
  const engine = await engineOn(freshFolder());
  await engine.saveView('a', view);
  await engine.saveView('a', { ...view, metric: 'perplexity' });
  await engine.renameView('a', 'b');
  await engine.removeView('b');
  const names = async () => (await engine.listViews()).map(({ name, view: { metric } }) => `${name} ${metric}`);
  const history: string[][] = [await names()];
  for (let i = 0; i < 4; i++) {
    await engine.undo();
    history.push(await names());
  }
  expect(history).toEqual([[], ['b perplexity'], ['a perplexity'], ['a loss'], []]);
});

test('a view takes no name that another has, and needs one', async () => {
  const engine = await engineOn(freshFolder());
  await engine.saveView('a', view);
  await engine.saveView('b', view);
  await expect(engine.renameView('a', 'b')).rejects.toMatchObject({ code: 'view_invalid' });
  await expect(engine.saveView(' ', view)).rejects.toMatchObject({ code: 'view_invalid' });
  await expect(engine.removeView('c')).rejects.toMatchObject({ code: 'view_unknown' });
});

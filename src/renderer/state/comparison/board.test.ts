import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import type { EngineApi, EngineNews, SavedView, TableView } from '#contract/api';
import { aComparison } from '../../testing/experiments.ts';
import { plain } from '../../testing/plain.ts';
import { Board } from './board.svelte.ts';
import { parseRemembered, plainViews } from './view.ts';
import { tagsIn, withTags } from './remarks.ts';

const say =
  <T>(value: T) =>
  () =>
    Promise.resolve(value);

async function aBoard(calls: Partial<EngineApi> = {}, kept = new Map<string, string>()) {
  let views: readonly SavedView[] = [];
  const comparisonOf = vi.fn<EngineApi['comparisonOf']>(say(aComparison({})));
  const engine = plain<EngineApi, EngineNews>({
    comparisonOf,
    listViews: () => Promise.resolve(views),
    saveView: (name, view) => Promise.resolve((views = [...views.filter((one) => one.name !== name), { name, view }])),
    renameView: (from, to) =>
      Promise.resolve((views = views.map((one) => (one.name === from ? { ...one, name: to } : one)))),
    removeView: (name) => Promise.resolve((views = views.filter((one) => one.name !== name))),
    ...calls,
  });
  const board = new Board(engine, {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  });
  board.restore('/w');
  await board.showExperiment('e1');
  flushSync();
  return { board, comparisonOf, kept };
}
const labels = (board: Board) => board.rows.map((row) => board.table!.cellOf(row, 'method').text);

test('a saved view says when it was changed, and is taken back, renamed and deleted', async () => {
  const { board } = await aBoard();
  board.change({ metric: 'loss', search: 'aioli' });
  await board.saveAs('  By   loss ');
  expect([board.savedView?.name, board.isChanged]).toEqual([undefined, false]);
  await board.saveAs('By loss');
  expect([board.savedView?.name, board.isChanged]).toEqual(['By loss', false]);
  board.change({ search: '' });
  expect(board.isChanged).toBe(true);
  board.apply(board.savedView!);
  expect([board.view.search, board.isChanged]).toEqual(['aioli', false]);
  await board.rename('Losses');
  expect(board.savedView?.name).toBe('Losses');
  await board.remove();
  expect([board.savedView, board.view.metric]).toEqual([null, 'loss']);
});

test('what was looked at last is there again in the next window, and nonsense is not', async () => {
  const { board, kept } = await aBoard();
  board.change({ metric: 'loss' });
  board.sort(board.columns[0]!.column, false);
  const again = (await aBoard({}, kept)).board;
  expect([again.view.metric, again.view.sorting]).toEqual(['loss', [{ column: 'method', isDescending: false }]]);
  expect(parseRemembered('{"views":{"methods":3}').views).toEqual(plainViews);
});

test('the baseline stays at the top until a person lets it go, and takes part in sorting then', async () => {
  const { board } = await aBoard();
  expect([board.pinned.length, labels(board)]).toEqual([1, ['Aioli']]);
  board.togglePin(board.pinned[0]!);
  board.change({ sorting: [{ column: 'average-perplexity', isDescending: true }] });
  expect([board.pinned.length, labels(board)]).toEqual([0, ['Stratified', 'Aioli']]);
});

test('an open row at the top moves among the others, so that its seeds do not fill the table', async () => {
  const { board } = await aBoard();
  board.toggle(board.pinned[0]!);
  expect([board.pinned.length, board.rows.length]).toEqual([0, 5]);
  board.toggle(board.rows[0]!);
  expect([board.pinned.length, board.rows.length]).toEqual([1, 1]);
});

test('another baseline, and another place to take values, are asked of the engine', async () => {
  const { board, comparisonOf } = await aBoard();
  board.change({ baseline: 'aioli/Aioli' });
  board.change({ at: 'best' });
  expect(comparisonOf).toHaveBeenLastCalledWith({ experiments: ['e1'], baseline: 'aioli/Aioli', at: 'best' });
  board.change({ metric: 'loss' });
  expect(comparisonOf).toHaveBeenCalledTimes(3);
});

test('freezing keeps the columns up to one in view, and again lets them go', async () => {
  const { board } = await aBoard();
  board.freezeUpTo(board.columns[2]!.column);
  expect(board.view.layout.frozen).toBe(3);
  board.freezeUpTo(board.columns[2]!.column);
  expect(board.view.layout.frozen).toBe(0);
});

test('a column that is hidden stays hidden when a new comparison comes', async () => {
  const { board } = await aBoard();
  board.hide(['rank'], true);
  await board.load();
  expect(board.columns.map(({ column }) => column.id)).not.toContain('rank');
});

test('a view of an earlier version takes what it lacks from a plain one', async () => {
  const { board } = await aBoard();
  const { layout: _layout, pinned: _pinned, ...old } = plainViews.methods;
  board.apply({ name: 'old', view: old as TableView });
  expect(board.view).toEqual(plainViews.methods);
});

test('tags are typed with commas, and one with a minus is taken away', () => {
  expect(withTags(['best', 'odd'], tagsIn('new, −odd ,'))).toEqual(['best', 'new']);
});

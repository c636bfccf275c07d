import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { TableColumn } from '#base/table/cells';
import { Refusal } from '#base/refusal';
import type { EngineApi, RunCellsWanted, ShellApi, TableView } from '#contract/api';
import type { Value } from '#base/table/values';
import { aComparison, anExperiment } from '../testing/experiments.ts';
import { plainWorkbench } from '../testing/plain.ts';
import { plainViews } from '../state/comparison/view.ts';
import Compare from './Compare.svelte';

async function show(calls: Partial<EngineApi>, shellCalls: Partial<ShellApi> = {}) {
  const made = plainWorkbench({ listExperiments: say([anExperiment()]), ...calls }, shellCalls);
  await made.workbench.open(false);
  render(Compare, { workbench: made.workbench });
  await settled();
  return made;
}
async function settled() {
  for (let i = 0; i < 4; i++) await new Promise((resolve) => setTimeout(resolve));
}
const say =
  <T>(value: T) =>
  () =>
    Promise.resolve(value);
/** Thin spaces as ordinary ones. */
const text = (element: Element) => element.textContent.replace(/\s+/g, ' ').trim();
const comparing = (comparison: ReturnType<typeof aComparison>): Partial<EngineApi> => ({
  comparisonOf: say(comparison),
});
const grid = () => screen.getByLabelText(/^(Comparison of methods|Table of runs)$/);
const rowOf = (name: RegExp) =>
  within(grid())
    .getAllByRole('row')
    .find((row) => name.test(text(row)))!;
const names = () =>
  within(grid())
    .getAllByRole('row')
    .slice(1)
    .map((row) => text(row.querySelector('[role=rowheader]')!));
const press = (key: string, more: Partial<KeyboardEventInit> = {}) => fireEvent.keyDown(grid(), { key, ...more });
const activeCell = () => text(document.getElementById(grid().getAttribute('aria-activedescendant')!)!);

test('Compare has a row a method: mean and standard error, and the paired difference with arrow and sign', async () => {
  await show(comparing(aComparison({})));
  expect(text(rowOf(/^Stratified/))).toContain('baseline');
  const row = text(rowOf(/Aioli/));
  expect(row).toContain('4.351 ± 0.048');
  expect(row).toContain('▼−0.4625 ± 0.0079 better ▼−9.61');
});

test('one seed has no standard error and no verdict', async () => {
  await show(comparing(aComparison({ seeds: [3] })));
  const row = text(rowOf(/Aioli/));
  expect(row).toContain('± –');
  expect(row).toContain('one seed');
});

test('the grid tells how many rows and columns there are, and draws only those in view', async () => {
  const groups = Array.from({ length: 40 }, (_, i) => `group number ${String(i)} with quite a long name`);
  await show(comparing(aComparison({ groups })));
  expect(grid().getAttribute('aria-rowcount')).toBe('3');
  expect(Number(grid().getAttribute('aria-colcount'))).toBeGreaterThan(45);
  expect(within(grid()).getAllByRole('columnheader').length).toBeLessThan(20);
  await press('End');
  const last = document.getElementById(grid().getAttribute('aria-activedescendant')!);
  expect(Number(last?.getAttribute('aria-colindex') ?? 0) || Number(grid().getAttribute('aria-colcount'))).toBe(
    Number(grid().getAttribute('aria-colcount')),
  );
});

test('arrows, Home, End and Control move the active cell, and Right opens the seeds of a method', async () => {
  await show(comparing(aComparison({})));
  expect(activeCell()).toContain('Stratified');
  await press('ArrowDown');
  expect(activeCell()).toContain('Aioli');
  await press('ArrowRight');
  expect(names()).toEqual(['Stratified baseline', 'Aioli', 'seed 0', 'seed 1', 'seed 2']);
  await press('ArrowDown');
  expect(activeCell()).toBe('seed 0');
  await press('End', { ctrlKey: true });
  await press('Home');
  expect(activeCell()).toBe('seed 2');
  await press('Home', { ctrlKey: true });
  expect(activeCell()).toContain('Stratified');
  await press('ArrowUp');
  expect(activeCell()).toBe('Method');
});

test('missing runs are named with their state, and are not in the means', async () => {
  const missing = [{ method: 'aioli', label: 'Aioli', seed: 3, state: 'diverged' }];
  await show(comparing(aComparison({ missing })));
  expect(screen.getByText('Not in the means: Aioli: 3 of 4 seeds; seed 3 diverged.')).toBeTruthy();
  await press('ArrowDown');
  await press('ArrowRight');
  expect(names()).toContain('seed 3: diverged, not in the means');
});

test('columns sort by keyboard and by Shift on top of each other, and say so', async () => {
  await show(comparing(aComparison({})));
  const header = (name: RegExp) => screen.getByRole('columnheader', { name });
  await press('ArrowUp');
  await press('Enter');
  expect(header(/^Method/).getAttribute('aria-sort')).toBe('ascending');
  for (let i = 0; i < 3; i++) await press('ArrowRight');
  await press('Enter', { shiftKey: true });
  expect(text(header(/^Method/))).toContain('↑1');
  expect(text(header(/^Average perplexity/))).toContain('↑2');
});

test('words and conditions filter the rows, and the count says how many are left', async () => {
  await show(comparing(aComparison({})));
  await fireEvent.input(screen.getByLabelText('Find rows by words'), { target: { value: 'aio' } });
  expect(names()).toEqual(['Aioli']);
  expect(screen.getByText('1 of 2 methods')).toBeTruthy();
  await fireEvent.input(screen.getByLabelText('Find rows by words'), { target: { value: '' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Filter' }));
  await fireEvent.change(screen.getByLabelText('Column'), { target: { value: 'average-perplexity' } });
  await fireEvent.input(screen.getByLabelText('Value'), { target: { value: '4.5' } });
  await fireEvent.submit(screen.getByLabelText('Value').closest('form')!);
  expect(names()).toEqual(['Aioli']);
  await fireEvent.click(screen.getByRole('button', { name: 'Remove the filter Average perplexity < 4.5' }));
  expect(names()).toHaveLength(2);
});

test('means do not change when other methods are filtered away', async () => {
  await show(comparing(aComparison({})));
  const before = text(rowOf(/Aioli/));
  await fireEvent.input(screen.getByLabelText('Find rows by words'), { target: { value: 'aioli' } });
  expect(text(rowOf(/Aioli/))).toBe(before);
});

test('columns are moved, resized and hidden by keyboard, and stay so', async () => {
  const { workbench } = await show(comparing(aComparison({})));
  const titles = () => screen.getAllByRole('columnheader').map(text).slice(0, 3);
  expect(titles()).toEqual(['Method', 'Rank', 'Seeds']);
  await press('ArrowRight'); // opens the seeds
  await press('ArrowRight');
  await press('ArrowRight', { altKey: true });
  expect(titles()).toEqual(['Method', 'Seeds', 'Rank']);
  await press('ArrowRight', { altKey: true, shiftKey: true });
  const { views } = JSON.parse(workbench.memory.getItem('compare /w')!) as { views: { methods: TableView } };
  expect(views.methods.layout.columns.find(({ id }) => id === 'rank')?.width).toBe(88);
  document.body.replaceChildren();
  render(Compare, { workbench });
  await settled();
  expect(titles()).toEqual(['Method', 'Seeds', 'Rank']);
});

test('a cell is copied in full, a table as it is shown', async () => {
  const copyText = vi.fn(say(undefined));
  const { workbench } = await show(comparing(aComparison({})), { copyText });
  await press('ArrowUp');
  for (let i = 0; i < 3; i++) await press('ArrowRight');
  await press('ArrowDown');
  await press('c', { ctrlKey: true });
  await settled();
  const { rows } = aComparison({});
  expect(copyText).toHaveBeenLastCalledWith(String(rows[0]!.cells['average-perplexity']!.value.mean));
  await press('ArrowDown', { shiftKey: true });
  await press('c', { ctrlKey: true });
  await settled();
  expect(copyText).toHaveBeenLastCalledWith(
    `${String(rows[0]!.cells['average-perplexity']!.value.mean)}\n${String(rows[1]!.cells['average-perplexity']!.value.mean)}\n`,
  );
  workbench.commands.run('compare.copy-tex');
  await settled();
  expect(copyText).toHaveBeenLastCalledWith(expect.stringContaining('4.351 $\\pm$ 0.048'));
});

test('where a number comes from is told by the key I, with its runs in full', async () => {
  const explainCell = vi.fn<EngineApi['explainCell']>((_choice, { measure }) =>
    Promise.resolve({
      label: 'Aioli',
      measure: aComparison({}).measures.find(({ id }) => id === measure)!,
      groups: ['law'],
      sentence: null,
      steps: ['Test losses of the finished model, nats per token.'],
      runs: [{ run: 'aioli-0', seed: 0, step: 300, losses: [1.4], value: 4.2567891, baseline: null }],
      leftOut: [{ run: null, seed: 3, why: 'diverged' }],
    }),
  );
  await show({ ...comparing(aComparison({})), explainCell });
  await press('ArrowDown');
  for (let i = 0; i < 4; i++) await press('ArrowRight');
  await press('ArrowRight');
  await press('i');
  await settled();
  expect(explainCell.mock.calls[0]![1].measure).toBe('average-perplexity');
  const dialog = screen.getByRole('dialog');
  expect(text(dialog)).toContain('4.2567891');
  expect(text(dialog)).toContain('Seed 3: diverged');
});

test('a method that cannot be compared is marked with the reason, and can be left out', async () => {
  const plain = aComparison({});
  const obstacle = {
    what: 'data',
    severity: 'blocks',
    affects: 'every measure',
    sentence: 'Other text in law.',
    remedy: 'Run it on the same text.',
  } as const;
  const rows = plain.rows.map((row) => (row.method === 'aioli' ? { ...row, obstacles: [obstacle] } : row));
  await show(comparing({ ...plain, rows }));
  expect(text(rowOf(/Aioli/))).toContain('Cannot be compared: Other text in law. Run it on the same text.');
  await fireEvent.click(screen.getByRole('button', { name: 'Show only what can be compared' }));
  expect(names()).toEqual(['Stratified baseline']);
});

test('the best method is told in a sentence to copy, with its interval', async () => {
  const copyText = vi.fn(say(undefined));
  await show(comparing(aComparison({})), { copyText });
  await fireEvent.click(
    within(document.querySelector<HTMLElement>('.sentence')!).getByRole('button', { name: 'Copy' }),
  );
  await settled();
  expect(copyText).toHaveBeenLastCalledWith(
    expect.stringMatching(/^Over 3 seeds Aioli lowers average test perplexity/),
  );
});

test('points picked in the chart of costs keep only their rows', async () => {
  await show(comparing(aComparison({})));
  await fireEvent.click(screen.getByRole('checkbox', { name: /^Aioli/ }));
  expect(names()).toEqual(['Aioli']);
  await fireEvent.click(screen.getByRole('button', { name: 'Show all rows again' }));
  expect(names()).toHaveLength(2);
});

test('values can be taken at equal total steps', async () => {
  const comparisonOf = vi.fn<EngineApi['comparisonOf']>(say(aComparison({})));
  await show({ comparisonOf });
  await fireEvent.change(screen.getByLabelText('Taken at'), { target: { value: 'budget' } });
  await settled();
  expect(comparisonOf).toHaveBeenLastCalledWith({ experiments: ['e1'], at: { totalSteps: 'least' } });
});

test('an experiment that cannot be compared says why and what to do', async () => {
  const refusal = new Refusal('nothing_to_compare', 'No run of this experiment has been started.', {
    remedy: 'Start the experiment.',
  });
  await show({ comparisonOf: () => Promise.reject(refusal) });
  expect(text(screen.getByRole('alert'))).toContain('Start the experiment.');
});

test('a shaded column tells low from high by tint and by the length of a bar, and the lowest is bold', async () => {
  const { workbench } = await show(comparing(aComparison({})));
  const view: TableView = { ...plainViews.methods, shaded: ['average-perplexity'] };
  workbench.memory.setItem('compare /w', JSON.stringify({ mode: 'methods', views: { methods: view } }));
  document.body.replaceChildren();
  render(Compare, { workbench });
  await settled();
  const shades = [/^Stratified/, /^Aioli/].map((name) => rowOf(name).querySelector<HTMLElement>('.shade')!);
  expect(shades.map((shade) => shade.classList.contains('good'))).toEqual([false, true]);
  expect(shades.map((shade) => shade.querySelector('i')!.style.width)).toEqual(['100%', '2%']);
  expect(text(rowOf(/^Aioli/).querySelector('b')!)).toBe('4.351');
});

test('one method alone has its row, no difference and no chart of costs', async () => {
  const whole = aComparison({});
  await show(comparing({ ...whole, rows: whole.rows.slice(0, 1) }));
  expect(names()).toEqual(['Stratified baseline']);
  expect(screen.queryByRole('region', { name: 'Loss against cost' })).toBeNull();
});

/** Six runs of two methods with a knob that only one of them has. */
function ofRuns(cells: Readonly<Record<string, readonly Value[]>> = {}): Partial<EngineApi> {
  const column = (id: string, facts: Partial<TableColumn> = {}): TableColumn => ({
    id,
    title: id,
    section: 'Run',
    hint: id,
    kind: 'text',
    isLowerBetter: false,
    width: 100,
    ...facts,
  });
  const columns = [
    column('label', { title: 'Method' }),
    column('seed', { title: 'Seed', kind: 'count' }),
    column('tags', { title: 'Tags', isEditable: true }),
    column('test-loss', { title: 'Mean loss', kind: 'number', isLowerBetter: true }),
    column('val-loss', { title: 'Validation loss', kind: 'number', isLowerBetter: true, hasSteps: true }),
    column('knob/eta', { title: 'eta', kind: 'number', isSetting: true }),
    column('set/batch', { title: 'batch', kind: 'number', isSetting: true }),
  ];
  const values: Readonly<Record<string, readonly Value[]>> = {
    label: ['Stratified', 'Stratified', 'Aioli', 'Aioli', 'Aioli', 'Aioli'],
    seed: [0, 1, 0, 1, 0, 1],
    'test-loss': [2, 2.02, 1.9, 1.92, 1.8, null],
    'val-loss': [2.1, 2.1, 2.1, 2.1, 2.1, 2.1],
    'knob/eta': [null, null, 0.2, 0.2, 0.5, 0.5],
    'set/batch': [8, 8, 8, 8, 8, 8],
    ...cells,
  };
  return {
    ...comparing(aComparison({})),
    runTable: say({ runs: ['a', 'b', 'c', 'd', 'e', 'f'], columns }),
    runCells: (wanted: readonly RunCellsWanted[]) =>
      Promise.resolve(wanted.map(({ column: id }) => ({ values: values[id] ?? Array<Value>(6).fill(null) }))),
    differingSettings: say(['knob/eta']),
  };
}
async function showRuns(calls: Partial<EngineApi>) {
  const made = await show(calls);
  await fireEvent.click(within(screen.getByRole('group', { name: 'Rows' })).getByRole('button', { name: 'Runs' }));
  await settled();
  return made;
}
const columnTitles = () => screen.getAllByRole('columnheader').map(text);

test('Runs shows every run with only the settings that differ, and all of them when asked', async () => {
  await showRuns(ofRuns());
  expect(names()).toHaveLength(6);
  expect(columnTitles()).toEqual(['Method', 'Seed', 'Tags', 'Mean loss', 'Validation loss', 'eta']);
  await fireEvent.click(screen.getByLabelText('Only settings that differ'));
  expect(columnTitles().at(-1)).toBe('batch');
});

test('runs are grouped by several columns, and those without the setting are a group of their own', async () => {
  const { workbench } = await showRuns(ofRuns());
  const view: TableView = { ...plainViews.runs, grouping: ['label', 'knob/eta'] };
  workbench.memory.setItem('compare /w', JSON.stringify({ mode: 'runs', views: { runs: view } }));
  document.body.replaceChildren();
  render(Compare, { workbench });
  await settled();
  expect(names()).toEqual(['Stratified 2', 'Aioli 4']);
  expect(text(rowOf(/^Aioli 4/))).toContain('1.873 ± 0.037');
  await press('ArrowRight');
  expect(names()[1]).toBe('eta: none 2');
});

test('groups sort by their means, and their runs below them', async () => {
  const { workbench } = await showRuns(ofRuns());
  const sorting = [{ column: 'test-loss', isDescending: false }];
  const view: TableView = { ...plainViews.runs, grouping: ['label'], sorting };
  workbench.memory.setItem('compare /w', JSON.stringify({ mode: 'runs', views: { runs: view } }));
  document.body.replaceChildren();
  render(Compare, { workbench });
  await settled();
  expect(names()).toEqual(['Aioli 4', 'Stratified 2']);
  await press('ArrowRight');
  const losses = within(grid())
    .getAllByRole('row')
    .slice(2, 6)
    .map((row) => text(row.children[3]!));
  expect(losses).toEqual(['1.800', '1.900', '1.920', '–']);
});

test('a column that is read at a step says so, and asks for that step', async () => {
  const asked: RunCellsWanted[] = [];
  const calls = ofRuns();
  const { workbench } = await showRuns({
    ...calls,
    runCells: (wanted, ...rest) => {
      asked.push(...wanted);
      return calls.runCells!(wanted, ...rest);
    },
  });
  const view: TableView = { ...plainViews.runs, readAt: { 'val-loss': 200 } };
  workbench.memory.setItem('compare /w', JSON.stringify({ mode: 'runs', views: { runs: view } }));
  document.body.replaceChildren();
  render(Compare, { workbench });
  await settled();
  expect(columnTitles()).toContain('Validation loss, step 200');
  expect(asked).toContainEqual({ column: 'val-loss', at: 200 });
});

test('only the columns that are drawn or ordered by are asked for', async () => {
  const asked: string[] = [];
  const calls = ofRuns();
  await showRuns({
    ...calls,
    runCells: (wanted, ...rest) => {
      asked.push(...wanted.map(({ column }) => column));
      return calls.runCells!(wanted, ...rest);
    },
  });
  expect(asked).toContain('test-loss');
  expect(asked).not.toContain('set/batch');
});

test('a tag typed into the cell is kept for the run', async () => {
  const tagRuns = vi.fn<EngineApi['tagRuns']>(say(undefined));
  await showRuns({ ...ofRuns(), tagRuns });
  await press('ArrowRight');
  await press('ArrowRight');
  await press('Enter');
  const input = within(grid()).getByLabelText('Tags');
  await fireEvent.input(input, { target: { value: 'best, odd' } });
  await fireEvent.keyDown(input, { key: 'Enter' });
  await settled();
  expect(tagRuns).toHaveBeenCalledWith([{ run: 'a', tags: ['best', 'odd'] }]);
});

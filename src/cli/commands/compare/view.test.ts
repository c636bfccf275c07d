import { beforeAll, expect, test } from 'vitest';
import { plainLayout } from '#base/table/layout';
import type { TableView } from '#contract/api';
import { openEngine } from '#engine/engine';
import { freshFolder } from '#engine/testing/small-experiment';
import { writeStudy } from '#engine/testing/write-study';
import { aioli } from '../../testing/console.ts';

const folder = freshFolder();
const compare = (...args: readonly string[]) => aioli('compare', ...args, '--workspace', folder);
const plain: TableView = {
  mode: 'runs',
  experiments: [],
  metric: 'loss',
  cells: 'values',
  baseline: null,
  layout: plainLayout,
  sorting: [],
  filters: [],
  search: '',
  grouping: [],
  onlyDiffering: true,
  shaded: [],
  readAt: {},
  pinned: [],
  onlyComparable: false,
};

beforeAll(async () => {
  const methods = [{ id: 'stratified' }, { id: 'aioli', knobs: { updateSteps: 20, lpRounds: 1, lpSteps: 2 } }];
  await writeStudy(folder, { groups: 2, seeds: 2, steps: 40, methods, name: 'First' });
  const engine = await openEngine({ folder });
  const hidden = (await engine.runTable()).columns.map(({ id }) => ({
    id,
    isHidden: !['label', 'seed', 'test-loss'].includes(id),
  }));
  await engine.saveView('Aioli, worst first', {
    ...plain,
    layout: { columns: hidden, frozen: 1 },
    sorting: [{ column: 'test-loss', isDescending: true }],
    filters: [{ column: 'label', operator: 'is', value: 'Aioli' }],
  });
  await engine.saveView('By method', {
    ...plain,
    layout: { columns: hidden, frozen: 1 },
    grouping: ['label'],
  });
  await engine.saveView('Losses', { ...plain, mode: 'methods', search: 'aioli' });
  await engine.close();
}, 120_000);

test('a view of runs is printed with its filters, its order and its columns, numbers in full', async () => {
  const { stdout } = await compare('--view', 'Aioli, worst first', '--format', 'csv');
  const [header, ...rows] = stdout.trimEnd().split('\r\n');
  expect(header).toBe('Method,Seed,Mean loss');
  expect(rows.map((row) => row.split(',')[0])).toEqual(['Aioli', 'Aioli']);
  const losses = rows.map((row) => Number(row.split(',')[2]));
  expect(losses[0]).toBeGreaterThanOrEqual(losses[1]!);
  expect(String(losses[0]).length).toBeGreaterThan(8);
});

test('groups of a view show mean and standard error, with their runs below', async () => {
  const { stdout } = await compare('--view', 'By method');
  const rows = stdout.trimEnd().split('\n').slice(2);
  expect(rows).toHaveLength(6);
  expect(rows[0]).toMatch(/^\| Stratified \|.*\d ± \d\.\d+ \|$/);
});

test('a view of methods that names no experiment shows the latest', async () => {
  const { stdout } = await compare('--view', 'Losses', '--format', 'tsv');
  const rows = stdout.trimEnd().split('\n');
  expect(rows[0]).toContain('Mean loss');
  expect(rows.slice(1).map((row) => row.split('\t')[0])).toEqual(['Aioli']);
});

test('a view that there is not, and a format that views have not, are refused with what there is', async () => {
  const unknown = await compare('--view', 'nothing');
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('Aioli, worst first, By method, Losses')]);
  expect((await compare('--view', 'Losses', '--format', 'html')).stderr).toContain('md, tex, csv');
});

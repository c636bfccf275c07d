import { expect, test } from 'vitest';
import { filterRows, meets, numberOf, type Filter } from './filter.ts';
import { differing, foldValues, groupRows } from './group.ts';
import { hideColumn, moveColumn, placeColumns, plainLayout, resizeColumn, shiftColumn } from './layout.ts';
import { sortRows, toggleSort } from './sort.ts';
import { edgesOf, scrollToShow, spanOf } from './span.ts';
import { writeText } from './text.ts';
import type { Value } from './values.ts';

type Row = Readonly<Record<string, Value>>;
const valueOf = (row: Row, column: string): Value => row[column] ?? null;
const rows: readonly Row[] = [
  { name: 'run 10', method: 'aioli', loss: 2.5, eta: 0.2 },
  { name: 'run 9', method: 'doge', loss: 2.1, eta: null },
  { name: 'run 1', method: 'aioli', loss: NaN, eta: 0.5 },
  { name: 'run 2', method: 'aioli', loss: 2.5, eta: null },
];
const names = (sorted: readonly Row[]) => sorted.map((row) => row['name']);

test('rows sort by several columns, numbers in names count as numbers, and what is missing comes last either way', () => {
  const by = (...keys: [string, boolean][]) =>
    names(
      sortRows(
        rows,
        keys.map(([column, isDescending]) => ({ column, isDescending })),
        valueOf,
      ),
    );
  expect(by(['name', false])).toEqual(['run 1', 'run 2', 'run 9', 'run 10']);
  expect(by(['loss', true], ['name', false])).toEqual(['run 2', 'run 10', 'run 9', 'run 1']);
  expect(by(['loss', false])).toEqual(['run 9', 'run 10', 'run 2', 'run 1']);
});

test('a header sorts up, down, and not at all; with Shift the other columns stay', () => {
  const up = toggleSort([], 'a', false);
  const down = toggleSort(up, 'a', false);
  expect([up, down, toggleSort(down, 'a', false)]).toEqual([
    [{ column: 'a', isDescending: false }],
    [{ column: 'a', isDescending: true }],
    [],
  ]);
  const both = toggleSort(down, 'b', true);
  expect(both.map(({ column }) => column)).toEqual(['a', 'b']);
  expect(toggleSort(both, 'b', false)).toEqual([{ column: 'b', isDescending: false }]);
});

test('conditions compare numbers as typed, texts without case, and know what is missing', () => {
  const filter = (operator: Filter['operator'], value = '') => ({ operator, value });
  expect(meets(2.5, filter('at-most', '2,5'))).toBe(true);
  expect(meets(-0.1, filter('below', '−0.05'))).toBe(true);
  expect(meets('Aioli', filter('contains', 'AIO'))).toBe(true);
  expect(meets(null, filter('below', '3'))).toBe(false);
  expect(meets(NaN, filter('missing'))).toBe(true);
  expect(meets(null, filter('is-not', 'x'))).toBe(true);
  expect(numberOf('1 000')).toBe(1000);
});

test('rows meet every condition and hold every word', () => {
  const text = (row: Row) => `${row['name']} ${row['method']}`;
  const shown = filterRows(rows, [{ column: 'loss', operator: 'above', value: '2' }], 'aioli run', valueOf, text);
  expect(names(shown)).toEqual(['run 10', 'run 2']);
});

test('rows are grouped level by level, and those without a value are a group of their own', () => {
  const [aioli, doge] = groupRows(rows, ['method', 'eta'], valueOf);
  expect(aioli!.groups.map(({ value, rows: own }) => [value, own.length])).toEqual([
    [0.2, 1],
    [0.5, 1],
    [null, 1],
  ]);
  expect(doge!.groups.map(({ value }) => value)).toEqual([null]);
});

test('a group folds numbers over all of its rows and says how many texts there are', () => {
  expect(foldValues([1, 3, null]).folded).toMatchObject({ mean: 2, n: 2 });
  expect(foldValues(['a', 'a'])).toEqual({ value: 'a', folded: null, distinct: 1 });
  expect(foldValues(['a', 'b'])).toMatchObject({ value: null, distinct: 2 });
});

test('only columns in which rows differ are named, a missing value counting as one', () => {
  expect([...differing(rows, ['method', 'eta', 'nothing'], valueOf)]).toEqual(['method', 'eta']);
});

const columns = ['a', 'b', 'c', 'd'].map((id) => ({ id, width: 100 }));
const shown = (layout: typeof plainLayout) => placeColumns(columns, layout).map(({ column }) => column.id);

test('columns are moved, hidden and resized, and one that is new later stands where it belongs', () => {
  const moved = moveColumn(columns, plainLayout, 'd', 'b');
  expect(shown(moved)).toEqual(['a', 'd', 'b', 'c']);
  const hidden = hideColumn(columns, moved, 'd', true);
  expect(shown(hidden)).toEqual(['a', 'b', 'c']);
  expect(shown(shiftColumn(columns, hidden, 'a', 1))).toEqual(['b', 'a', 'c']);
  expect(placeColumns(columns, resizeColumn(columns, hidden, 'b', 3))[1]!.width).toBe(44);
  const later = [...columns.slice(0, 2), { id: 'new', width: 50 }, ...columns.slice(2)];
  expect(placeColumns(later, hidden).map(({ column }) => column.id)).toEqual(['a', 'b', 'new', 'c']);
});

test('only the cells in view are drawn, with a margin, and a cell out of view is scrolled to', () => {
  const edges = edgesOf([100, 50, 50, 200]);
  expect(spanOf(edges, 120, 160, 0)).toEqual({ from: 1, to: 3 });
  expect(spanOf(edges, 100, 150, 0)).toEqual({ from: 1, to: 2 });
  expect(spanOf(edges, 0, 10_000, 5)).toEqual({ from: 0, to: 4 });
  expect(spanOf([0], 0, 100, 5)).toEqual({ from: 0, to: 0 });
  expect(scrollToShow(200, 400, 0, 300)).toBe(100);
  expect(scrollToShow(100, 150, 60, 300)).toBe(60);
});

test('a table is written for spreadsheets, Markdown and LaTeX, and no cell escapes its place', () => {
  const table = {
    header: ['Run', 'loss_a'],
    rows: [
      ['=1+1', '2.5'],
      ['a | b\tc', '−1 % ± 2'],
    ],
    isNumeric: [false, true],
  };
  expect(writeText(table, 'tsv')).toBe("Run\tloss_a\n'=1+1\t2.5\na | b c\t−1 % ± 2\n");
  expect(writeText(table, 'csv')).toContain("'=1+1,2.5\r\n");
  expect(writeText(table, 'md')).toContain('| --- | ---: |\n| =1+1 | 2.5 |\n| a \\| b');
  expect(writeText(table, 'tex')).toContain('a \\textbar{} b');
  expect(writeText(table, 'tex')).toContain('$-$1 \\% $\\pm$ 2 \\\\');
});

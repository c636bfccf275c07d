import { expect, test } from 'vitest';
import { group } from '../testing/groups.ts';
import { filePanel } from './law-panel.ts';
import { groupOrders, orderOf } from './law-order.ts';

const groups = ['b', 'a10', 'a9', 'c'];
const helps = [[0, 1], [1, 3], [3, 2]]; // prettier-ignore
const matrix = groups.map((_row, i) =>
  groups.map((_entry, j) => (helps.some(([a, b]) => (a === i && b === j) || (a === j && b === i)) ? 1 : 0.1)),
);
const panel = filePanel('file', 'A', groups, [{ round: 0, step: 0, matrix }], 'raw');

test('groups stand by the experiment, by name, by size or by likeness', () => {
  const sized = groups.map((name, i) => group(name, { bytes: [5, 100, 7, 100][i]! }));
  const orders = groupOrders.map(({ id }) => orderOf(id, [panel], sized).map((i) => groups[i]));
  expect(orders).toEqual([
    ['b', 'a10', 'a9', 'c'],
    ['a9', 'a10', 'b', 'c'],
    ['a10', 'c', 'a9', 'b'],
    ['b', 'a10', 'c', 'a9'],
  ]);
});

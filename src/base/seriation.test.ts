import { expect, test } from 'vitest';
import { orderByLikeness } from './seriation.ts';

test('things on a line that were shuffled come back in the order of the line', () => {
  const places = [3, 0, 4, 1, 2];
  const alike = places.map((a) => places.map((b) => -Math.abs(a - b)));
  const order = orderByLikeness(alike).map((i) => places[i]!);
  expect(order[0]! < order.at(-1)! ? order : order.reverse()).toEqual([0, 1, 2, 3, 4]);
});

test('two kinds stand in two blocks', () => {
  const kinds = ['a', 'b', 'a', 'b', 'a'];
  const order = orderByLikeness(kinds.map((x) => kinds.map((y) => (x === y ? 1 : 0))));
  expect(order.map((i) => kinds[i]).join('')).toMatch(/^(aaabb|bbaaa)$/);
});

test('entries that are missing are no likeness, and one thing or none is in order', () => {
  expect(orderByLikeness([[NaN, NaN], [NaN, NaN]]).toSorted()).toEqual([0, 1]); // prettier-ignore
  expect(orderByLikeness([[1]])).toEqual([0]);
  expect(orderByLikeness([])).toEqual([]);
});

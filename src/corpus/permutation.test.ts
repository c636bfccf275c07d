import { expect, test } from 'vitest';
import { permutationOf } from './permutation.ts';

const orderOf = (n: number, ...seed: (string | number)[]) =>
  Array.from({ length: n }, (_, i) => i).map(permutationOf(n, ...seed));

test.each([1, 2, 3, 4, 5, 16, 17, 1000])('every one of %d places is reached once', (n) => {
  expect(orderOf(n, 7).sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
});

test('another seed gives another order', () => {
  expect(orderOf(50, 1)).not.toEqual(orderOf(50, 2));
  expect(orderOf(50, 1)).toEqual(orderOf(50, 1));
});

test('orders look random: where the first goes is even over the places', () => {
  const hits = Array<number>(10).fill(0);
  for (let seed = 0; seed < 5000; seed++) hits[permutationOf(10, seed)(0)]! += 1;
  for (const count of hits) expect(Math.abs(count - 500)).toBeLessThan(110); // five standard deviations
});

test('places far beyond memory can be asked for', () => {
  const n = 5e12;
  const place = permutationOf(n, 'large');
  const places = [0, 1, n - 1].map(place);
  expect(new Set(places).size).toBe(3);
  expect(places.every((x) => Number.isSafeInteger(x) && x >= 0 && x < n)).toBe(true);
});

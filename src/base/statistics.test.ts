import { expect, test } from 'vitest';
import { entropyBits, fold, foldColumns } from './statistics.ts';

test('three seeds have a mean, a sample deviation and a standard error (spec 6.7, T13)', () => {
  const folded = fold([20.9, 21.1, 21.3]);
  expect(folded.mean).toBeCloseTo(21.1, 9);
  expect(folded.sd).toBeCloseTo(0.2, 9);
  expect(folded.standardError).toBeCloseTo(0.11547, 6);
  expect(folded.n).toBe(3);
});

test('one seed has a mean but no spread', () => {
  expect(fold([3])).toEqual({ mean: 3, sd: null, standardError: null, n: 1 });
});

test('folding columns keeps positions apart', () => {
  expect(
    foldColumns([
      [1, 10],
      [3, 10],
    ]).map((folded) => folded.mean),
  ).toEqual([2, 10]);
});

test('entropy of equal counts is the logarithm of their number', () => {
  expect(entropyBits([5, 5, 5, 5, 0])).toBe(2);
  expect(entropyBits([])).toBe(0);
});

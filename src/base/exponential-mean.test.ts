import { expect, test } from 'vitest';
import { exponentialMean } from './exponential-mean.ts';

test('the first value is itself, later ones weigh most, and gaps stay gaps', () => {
  expect(exponentialMean([4, null, 2, NaN], 0.5)).toEqual([4, null, (0.25 * 4 + 0.5 * 2) / 0.75, null]);
  expect(exponentialMean([1, 5], 0)).toEqual([1, 5]);
});

test('what is drawn does not change when more comes, and equal values give that value', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6];
  expect(exponentialMean(values, 0.9).slice(0, 5)).toEqual(exponentialMean(values.slice(0, 5), 0.9));
  for (const value of exponentialMean([7, 7, 7], 0.98)) expect(value).toBeCloseTo(7);
});

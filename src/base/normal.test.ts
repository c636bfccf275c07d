import { expect, test } from 'vitest';
import { normalCdf, normalQuantile } from './normal.ts';

// Abramowitz and Stegun 1964, table 26.1, to more digits.
test.each([
  [-3, 0.00134989803163],
  [-1.96, 0.02499789514822],
  [-0.5, 0.308537538725987],
  [0, 0.5],
  [1, 0.841344746068543],
  [2.5, 0.993790334674224],
])('at most %d lies %d of the normal distribution', (z, share) => {
  expect(normalCdf(z)).toBeCloseTo(share, 12);
});

test('far tails keep their relative size', () => {
  expect(normalCdf(-8) / 6.22096057427174e-16).toBeCloseTo(1, 7);
  expect([normalCdf(-40), normalCdf(40)]).toEqual([0, 1]);
});

test('quantiles are the table’s, and the ends are infinite', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 10);
  expect(normalQuantile(0.0001)).toBeCloseTo(-3.71901648545568, 9);
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
});

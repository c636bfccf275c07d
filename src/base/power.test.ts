import { expect, test } from 'vitest';
import { pairedPower, pairsFor, visibleEffect } from './power.ts';

// Reference numbers: the noncentral t distribution of SciPy 1.17, as in G*Power's "difference of two dependent means".
test.each([
  [1, 2, 0.09280916],
  [1, 5, 0.40138992],
  [2, 5, 0.90888487],
  [0.5, 30, 0.75396472],
  [0.8, 15, 0.82131054],
  [0, 5, 0.05],
])('an effect of %s with %s pairs is found as often as the tables say', (effect, pairs, power) => {
  expect(pairedPower(effect, pairs)).toBeCloseTo(power, 5);
});

test.each([
  [2, 11.549888],
  [3, 3.2640435],
  [5, 1.6819973],
  [10, 0.9960023],
  [20, 0.6604424],
])('%s pairs show an effect of %s deviations', (pairs, effect) => {
  expect(visibleEffect(pairs)).toBeCloseTo(effect, 4);
});

test('one pair shows nothing', () => {
  expect([pairedPower(100, 1), visibleEffect(1)]).toEqual([0, null]);
});

test.each([
  [0.2, 199],
  [0.5, 34],
  [0.8, 15],
  [1, 10],
])('an effect of %s takes %s pairs', (effect, pairs) => {
  expect(pairsFor(effect)).toBe(pairs);
});

test('an effect that a thousand pairs cannot show has no number of pairs', () => {
  expect(pairsFor(0.01)).toBeNull();
});

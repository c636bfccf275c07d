import { expect, test } from 'vitest';
import { holm } from './holm.ts';

test('four tests, worked by hand (Holm 1979)', () => {
  // sorted 0.005, 0.01, 0.03, 0.04 times 4, 3, 2, 1: the last is lifted to the one before it
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
});

test('no p passes 1, and what was not tested does not count', () => {
  expect(holm([0.6, null, 0.7])).toEqual([1, null, 1]);
  expect(holm([null, 0.02])).toEqual([null, 0.02]);
  expect(holm([])).toEqual([]);
});

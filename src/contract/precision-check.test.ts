import { expect, test } from 'vitest';
import { verdictOn } from './precision-check.ts';

const pairs = (...differences: readonly number[]) =>
  differences.map((difference, seed) => ({ seed, float32: 2 + seed / 100, bfloat16: 2 + seed / 100 + difference }));

test('a difference that another seed would make as well is within the spread of seeds', () => {
  const verdict = verdictOn(pairs(0.004, -0.006, 0.005));
  expect(verdict.spread).toBeCloseTo(0.01);
  expect(verdict.difference).toBeCloseTo(0.001);
  expect(verdict.largest).toBeCloseTo(-0.006);
  expect(verdict.isWithin).toBe(true);
});

test('a loss that is higher than seeds explain is outside of it', () => {
  expect(verdictOn(pairs(0.02, 0.02, 0.02)).isWithin).toBe(false);
  expect(verdictOn(pairs(NaN, 0, 0)).isWithin).toBe(false);
});

import { expect, test } from 'vitest';
import { signedRankTest } from './signed-rank.ts';

test('the Hamilton scores of nine patients (Hollander and Wolfe 1973, page 29)', () => {
  const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
  const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
  const { positiveRanks, pTwoSided, pLess } = signedRankTest(after.map((x, i) => x - before[i]!));
  expect(positiveRanks).toBe(5);
  expect(pTwoSided).toBeCloseTo(0.0390625, 12);
  expect(pLess).toBeCloseTo(0.01953125, 12);
});

test('five seeds on one side reach 1/16 on both sides and not less', () => {
  expect(signedRankTest([-1, -2, -3, -4, -5]).pTwoSided).toBeCloseTo(1 / 16, 12);
});

test('zeros are dropped, equal sizes share ranks, and the distribution is still counted out', () => {
  const { positiveRanks, n, pTwoSided } = signedRankTest([1, 1, 2, -2, 3, 0, -1, 4]);
  expect([positiveRanks, n]).toEqual([21.5, 7]);
  expect(pTwoSided).toBeCloseTo(0.265625, 12); // 34 of 128 sign patterns
});

test('beyond fifty pairs the normal distribution is close', () => {
  const differences = Array.from({ length: 60 }, (_, i) => Math.sin(i * 1.7) + 0.2);
  expect(signedRankTest(differences).pTwoSided).toBeCloseTo(0.0362265, 6);
});

test('without any difference there is no p', () => {
  expect(signedRankTest([0, 0])).toEqual({ positiveRanks: 0, n: 0, pTwoSided: null, pLess: null });
});

import { expect, test } from 'vitest';
import { differenceTest } from './paired-test.ts';
import { randomFor } from './random.ts';
import { signFlipTest } from './sign-flip.ts';

const random = () => randomFor(1, 'sign flip');

test('Darwin’s maize: 1726 of 32768 sign patterns are at least as far from zero (Fisher 1935, section 21)', () => {
  const differences = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
  expect(signFlipTest(differences, random())).toEqual({
    pTwoSided: 1726 / 32768,
    pLess: (32768 - 863 + 28) / 32768, // 28 patterns give exactly the sum seen
    isExact: true,
    patterns: 32768,
  });
});

test('five seeds on one side reach 1/16 on both sides and 1/32 on one', () => {
  expect(signFlipTest([-0.1, -0.2, -0.3, -0.15, -0.12], random())).toMatchObject({ pTwoSided: 1 / 16, pLess: 1 / 32 });
});

test('sums that differ only by rounding count as equal', () => {
  expect(signFlipTest([0.1, 0.2, -0.3], random()).pTwoSided).toBe(1);
});

test('with many pairs patterns are drawn, the same from the same seed', () => {
  const differences = Array.from({ length: 40 }, (_, i) => Math.sin(i * 1.7) + 0.2);
  const first = signFlipTest(differences, random());
  expect(first).toMatchObject({ isExact: false, patterns: 20_001 });
  expect(first).toEqual(signFlipTest(differences, random()));
  expect(Math.abs(first.pTwoSided - differenceTest(differences).pTwoSided!)).toBeLessThan(0.01);
});

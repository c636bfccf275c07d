import { expect, test } from 'vitest';
import { differenceTest, meanInterval, pairedTest } from './paired-test.ts';
import { fold } from './statistics.ts';

test('five seeds of a published comparison (Skill-It, stance detection, step 600)', () => {
  const stratified = [1.325118, 1.302112, 1.186347, 1.375648, 1.306301];
  const skillIt = [1.324378, 1.262901, 1.171677, 1.279595, 1.277097];
  const { meanDifference, t, pTwoSided } = pairedTest(skillIt, stratified);
  expect(meanDifference).toBeCloseTo(-0.0359756, 7);
  expect(t).toBeCloseTo(-2.197335613, 6);
  expect(pTwoSided).toBeCloseTo(0.09292834556, 6);
});

test('Student’s hours of sleep: t, p on both sides and on one, and the interval (Student 1908)', () => {
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
  const { t, pTwoSided, pLess } = pairedTest(first, second);
  expect(t).toBeCloseTo(-4.0621277, 7);
  expect(pTwoSided).toBeCloseTo(0.00283289, 8);
  expect(pLess).toBeCloseTo(0.00283289 / 2, 8);
  const interval = meanInterval(fold(first.map((x, i) => x - second[i]!)), 0.95)!;
  expect(interval.low).toBeCloseTo(-2.4598858, 7);
  expect(interval.high).toBeCloseTo(-0.7001142, 7);
});

test('Darwin’s pairs of maize plants, in eighths of an inch (Fisher 1935)', () => {
  const { t, pTwoSided } = differenceTest([49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]);
  expect(t).toBeCloseTo(2.147987, 6);
  expect(pTwoSided).toBeCloseTo(0.0497029, 7);
});

test('one seed, or the same difference on every seed, has no t', () => {
  const none = { meanDifference: -1, t: null, pTwoSided: null, pLess: null };
  expect(pairedTest([1], [2])).toEqual(none);
  expect(pairedTest([1, 2], [2, 3])).toEqual(none);
  expect(meanInterval(fold([1]), 0.95)).toBeNull();
});

import { expect, test } from 'vitest';
import { pairedTest } from './paired-test.ts';

test('five seeds of a published comparison (Skill-It, stance detection, step 600)', () => {
  const stratified = [1.325118, 1.302112, 1.186347, 1.375648, 1.306301];
  const skillIt = [1.324378, 1.262901, 1.171677, 1.279595, 1.277097];
  const { meanDifference, t, pTwoSided } = pairedTest(skillIt, stratified);
  expect(meanDifference).toBeCloseTo(-0.0359756, 7);
  expect(t).toBeCloseTo(-2.197335613, 6);
  expect(pTwoSided).toBeCloseTo(0.09292834556, 6);
});

test('one seed, or the same difference on every seed, has no t', () => {
  expect(pairedTest([1], [2])).toEqual({ meanDifference: -1, t: null, pTwoSided: null });
  expect(pairedTest([1, 2], [2, 3])).toEqual({ meanDifference: -1, t: null, pTwoSided: null });
});

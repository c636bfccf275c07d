import { expect, test } from 'vitest';
import { compareWithMeasured } from './gradient-comparison.ts';

const measured = [
  [3, 1, 0],
  [0, 2, 1],
  [1, 0, 4],
];
const times = (factor: number) => measured.map((row) => row.map((a) => a * factor));

test('an estimate that is right but for its size correlates fully, is off by that, and says by which factor', () => {
  const { correlation, relativeError, scale, similarity } = compareWithMeasured(times(1.25), measured);
  expect(correlation).toBeCloseTo(1, 12);
  expect(relativeError).toBeCloseTo(0.25, 12);
  expect(scale).toBeCloseTo(0.8, 12);
  expect(similarity).toBeCloseTo(1, 12);
});

test('of two groups the slopes along each own share are compared, and two numbers have no correlation', () => {
  const estimate = [[5, 4], [2, 4]]; // prettier-ignore
  expect(compareWithMeasured(estimate, [[1, 0], [0, 2]])).toMatchObject({ correlation: null, relativeError: 0, scale: 1 }); // prettier-ignore
});

test('against a law of zeros nothing can be said', () => {
  const zeros = times(0);
  expect(compareWithMeasured(zeros, zeros)).toEqual({
    correlation: null,
    relativeError: null,
    scale: null,
    similarity: null,
  });
});

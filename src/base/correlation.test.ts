import { expect, test } from 'vitest';
import { cosine, meanRanks, pearson, spearman } from './correlation.ts';

test('equal values share the mean of their ranks', () => {
  expect(meanRanks([0.3, 0.3, 0.4])).toEqual([1.5, 1.5, 3]);
  expect(meanRanks([5, 1, 5, 5, 0])).toEqual([4, 2, 4, 4, 1]);
});

test('a monotone relation has rank correlation 1 even when it is not straight', () => {
  expect(spearman([1, 2, 3, 4], [1, 8, 27, 64])).toBeCloseTo(1, 12);
  expect(pearson([1, 2, 3, 4], [1, 8, 27, 64])).toBeCloseTo(0.9513699, 6);
});

test('what cannot be compared is null: a zero vector, a constant list', () => {
  expect(cosine([0, 0], [1, 2])).toBeNull();
  expect(pearson([3, 3, 3], [1, 2, 3])).toBeNull();
  expect(spearman([1, 2, 3], [3, 3, 3])).toBeNull();
});

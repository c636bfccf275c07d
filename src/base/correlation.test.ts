import { expect, test } from 'vitest';
import { cosine, kendall, meanRanks, pearson, spearman } from './correlation.ts';

test('equal values share the mean of their ranks', () => {
  expect(meanRanks([0.3, 0.3, 0.4])).toEqual([1.5, 1.5, 3]);
  expect(meanRanks([5, 1, 5, 5, 0])).toEqual([4, 2, 4, 4, 1]);
});

test('a monotone relation has rank correlation 1 even when it is not straight', () => {
  expect(spearman([1, 2, 3, 4], [1, 8, 27, 64])).toBeCloseTo(1, 12);
  expect(pearson([1, 2, 3, 4], [1, 8, 27, 64])).toBeCloseTo(0.9513699, 6);
});

test('lightness of tuna against a panel’s liking (Hollander and Wolfe 1973, page 187)', () => {
  const lightness = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1];
  const liking = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8];
  expect(kendall(lightness, liking)).toBeCloseTo(4 / 9, 12);
  expect(spearman(lightness, liking)).toBeCloseTo(0.6, 12);
});

test('ties weaken Kendall’s correlation on both sides', () => {
  expect(kendall([1, 2, 2, 3], [1, 3, 2, 2])).toBeCloseTo(0.4, 12);
});

test('what cannot be compared is null: a zero vector, a constant list', () => {
  expect(cosine([0, 0], [1, 2])).toBeNull();
  expect(pearson([3, 3, 3], [1, 2, 3])).toBeNull();
  expect(spearman([1, 2, 3], [3, 3, 3])).toBeNull();
  expect(kendall([1, 2, 3], [3, 3, 3])).toBeNull();
});

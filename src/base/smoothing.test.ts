import { expect, test } from 'vitest';
import { savitzkyGolay } from './smoothing.ts';

test('the classic weights of a window of five and degree two', () => {
  const smooth = savitzkyGolay([0, 0, 0, 35, 0, 0, 0], 5, 2);
  expect(smooth.slice(2, 5).map((x) => Math.round(x * 1e9) / 1e9)).toEqual([12, 17, 12]);
});

test('a cubic comes back unchanged, ends included', () => {
  const cubic = Array.from({ length: 30 }, (_value, i) => 2 - i + 0.3 * i ** 2 - 0.01 * i ** 3);
  savitzkyGolay(cubic, 11, 3).forEach((x, i) => expect(x).toBeCloseTo(cubic[i]!, 8));
});

test('too few values stay as they are, a long window is shortened', () => {
  expect(savitzkyGolay([3, 1, 2], 101, 3)).toEqual([3, 1, 2]);
  expect(savitzkyGolay([1, 1, 1, 1, 1, 1], 101, 3)).toHaveLength(6);
});

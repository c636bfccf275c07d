import { expect, test } from 'vitest';
import { distanceToHull, nonNegativeLeastSquares } from './nonnegative-least-squares.ts';

test('a coefficient that would be negative stays at 0 and the others make the best of it', () => {
  const columns = [
    [1, 0, 1],
    [0, 1, 1],
  ];
  expect(nonNegativeLeastSquares(columns, [2, 3, 5])).toEqual([expect.closeTo(2, 10), expect.closeTo(3, 10)]);
  expect(nonNegativeLeastSquares(columns, [2, -3, 0])).toEqual([expect.closeTo(1, 10), 0]);
});

test('a point inside a hull is at distance 0, one outside at its distance from the nearest face', () => {
  const triangle = [
    [0.6, 0.2, 0.2],
    [0.2, 0.6, 0.2],
    [0.2, 0.2, 0.6],
  ];
  expect(distanceToHull(triangle, [1 / 3, 1 / 3, 1 / 3])).toBeCloseTo(0, 6);
  expect(distanceToHull(triangle, [0.4, 0.4, 0.2])).toBeCloseTo(0, 6);
  expect(distanceToHull(triangle, [1, 0, 0])).toBeCloseTo(Math.hypot(0.4, 0.2, 0.2), 4);
});

import { expect, test } from 'vitest';
import { huberLoss } from './huber.ts';
import { huberRegression, leastSquares } from './least-squares.ts';

const shares = [
  [0.6, 0.4],
  [0.4, 0.6],
  [0.8, 0.2],
  [0.2, 0.8],
  [0.5, 0.5],
];
const decreases = [0.222, 0.179, 0.261, 0.138, 0.26];

test('least squares and the Huber regression of the worked example (spec 6.8, Y3)', () => {
  const squares = leastSquares(shares, decreases);
  expect(squares.coefficients[0]).toBeCloseTo(0.315, 9);
  expect(squares.coefficients[1]).toBeCloseTo(0.109, 9);
  const huber = huberRegression(shares, decreases, 0.02);
  expect(huber.coefficients[0]).toBeCloseTo(0.308, 9);
  expect(huber.coefficients[1]).toBeCloseTo(0.102, 9);
});

test('the Huber loss of the worked example (spec 6.7, T2)', () => {
  const losses = [0.01, 0.02, 0.05, -0.1].map((residual) => huberLoss(residual, 0.02));
  [5e-5, 2e-4, 8e-4, 1.8e-3].forEach((expected, k) => expect(losses[k]).toBeCloseTo(expected, 12));
});

test('a column that repeats another gets no coefficient and lowers the rank', () => {
  const fit = leastSquares(
    [
      [1, 2, 0],
      [2, 4, 1],
      [3, 6, 0],
    ],
    [2, 5, 6],
  );
  expect(fit.rank).toBe(2);
  expect(fit.coefficients.map((x) => Number(x.toFixed(12)))).toEqual([0, 1, 1]);
});

test('weights leave an observation out or count it twice', () => {
  const rows = [[1], [1], [1]];
  expect(leastSquares(rows, [1, 2, 9], [1, 1, 0]).coefficients[0]).toBeCloseTo(1.5, 12);
  expect(leastSquares(rows, [1, 2, 9], [2, 1, 0]).coefficients[0]).toBeCloseTo(4 / 3, 12);
});

import { expect, test } from 'vitest';
import { fitDamped, type ResidualModel } from './levenberg-marquardt.ts';

const xs = [0, 0.5, 1, 1.5, 2, 2.5, 3];

/** c + exp(k x) against observations. */
function decay(observed: readonly number[]): ResidualModel {
  return {
    residuals: xs.length,
    parameters: 2,
    evaluate: ([c, k], residuals, jacobian) =>
      xs.forEach((x, n) => {
        const value = Math.exp(k! * x);
        residuals[n] = c! + value - observed[n]!;
        jacobian?.set([1, x * value], 2 * n);
      }),
  };
}

test('exact data give their parameters back', () => {
  const fit = fitDamped(decay(xs.map((x) => 2 + Math.exp(-1.3 * x))), [0, 0]);
  expect(fit.hasConverged).toBe(true);
  expect(fit.theta[0]).toBeCloseTo(2, 9);
  expect(fit.theta[1]).toBeCloseTo(-1.3, 9);
});

test("an outlier moves least squares but hardly moves Huber's loss", () => {
  const observed = xs.map((x, n) => 2 + Math.exp(-1.3 * x) + (n === 3 ? 0.8 : 0));
  const squares = fitDamped(decay(observed), [0, 0]);
  const huber = fitDamped(decay(observed), [0, 0], { delta: 0.02 });
  expect(Math.abs(squares.theta[0]! - 2)).toBeGreaterThan(0.05);
  expect(Math.abs(huber.theta[0]! - 2)).toBeLessThan(0.02);
});

test('a bound holds its parameter while the others settle', () => {
  const fit = fitDamped(decay(xs.map((x) => 2 + Math.exp(-1.3 * x))), [0, 0], { lower: [2.1, -10], upper: [3, 10] });
  expect(fit.theta[0]).toBe(2.1);
  expect(fit.theta[1]).toBeLessThan(-1.3);
});

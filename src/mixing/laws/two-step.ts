/**
 * The published recipe for two groups: first the floor c on a grid, then k and b (spec 2.5, "m = 2 notebook"). Its
 * floor is where the data look straightest in logarithms, which is not where the curve fits best.
 */
import { pearson } from '#base/correlation';
import { leastSquares } from '#base/least-squares';
import { fitDamped } from '#base/levenberg-marquardt';

export interface TwoStepFit {
  /** c + exp(k x + b). */
  readonly c: number;
  readonly k: number;
  readonly b: number;
  /** Mean of Huber's loss over the points. */
  readonly meanHuber: number;
  /** |correlation| of x and ln(y - c) at the chosen floor. */
  readonly correlation: number;
}

/**
 * @param x own share of each run
 * @param y its loss, nats per token
 */
export function fitTwoStep(x: readonly number[], y: readonly number[], delta = 0.02): TwoStepFit {
  const { c, correlation } = straightestFloor(x, y);
  const rows = x.map((share) => [share, 1]);
  const logs = y.map((loss) => Math.log(loss - c));
  const start = leastSquares(rows, logs).coefficients;
  const fit = fitDamped(
    {
      residuals: x.length,
      parameters: 2,
      evaluate: ([k, b], residuals, jacobian) =>
        x.forEach((share, n) => {
          const value = Math.exp(k! * share + b!);
          residuals[n] = value - (y[n]! - c);
          jacobian?.set([share * value, value], 2 * n);
        }),
    },
    start,
    { delta, iterations: 1000 },
  );
  const [k, b] = fit.theta;
  return { c, k: k!, b: b!, meanHuber: fit.objective / x.length, correlation };
}

/** Share at which the curve predicts this loss. */
export function shareAt({ c, k, b }: TwoStepFit, loss: number): number {
  return (Math.log(loss - c) - b) / k;
}

/** Of 999 points from 0 up to (not at) the lowest loss, the one that makes ln(y - c) straightest in x. */
function straightestFloor(x: readonly number[], y: readonly number[]): { c: number; correlation: number } {
  const step = Math.min(...y) / 999;
  let best = { c: 0, correlation: 0 };
  for (let n = 0; n < 999; n++) {
    const c = n * step;
    const correlation = Math.abs(
      pearson(
        x,
        y.map((loss) => Math.log(loss - c)),
      ) ?? 0,
    );
    if (correlation > best.correlation) best = { c, correlation };
  }
  return best;
}

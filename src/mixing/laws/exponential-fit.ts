/** Fits c + exp(features . w) to losses of one group: damped Gauss-Newton from many starts, the best kept. */
import { dot } from '#base/linear-algebra';
import { leastSquares } from '#base/least-squares';
import { fitDamped, type DampedFit, type ResidualModel } from '#base/levenberg-marquardt';
import type { Random } from '#base/random';
import { mean } from '#base/statistics';
import type { Matrix } from '../method.ts';

/** The curve of one law: which numbers stand in the exponent. */
export interface ExponentialProblem {
  /** runs x d. */
  readonly features: Matrix;
  readonly losses: readonly number[];
  /** Weights w with features . w = 1 on every run: adding x times them multiplies the curve by exp(x). */
  readonly ones: readonly number[];
  readonly delta: number;
  /** Bounds of c. */
  readonly floor: readonly [number, number];
}

export interface ExponentialCurve {
  readonly c: number;
  readonly w: readonly number[];
}

/** The curve with the least summed loss over all starts. */
export function fitExponential(problem: ExponentialProblem, starts: readonly ExponentialCurve[]): ExponentialCurve {
  const model = modelOf(problem);
  const lower = [problem.floor[0], ...problem.ones.map(() => -Infinity)];
  const upper = [problem.floor[1], ...problem.ones.map(() => Infinity)];
  const run = (theta: readonly number[], iterations: number) =>
    fitDamped(model, theta, { delta: problem.delta, lower, upper, iterations });
  // A short run shows where a start is heading; only the few best are worth finishing.
  const promising = starts
    .map(({ c, w }) => run([c, ...w], starts.length > 1 ? 30 : 500))
    .filter((fit) => Number.isFinite(fit.objective))
    .sort((a, b) => a.objective - b.objective)
    .slice(0, 6);
  const finished = promising.map((fit) => (fit.hasConverged ? fit : run(fit.theta, 500)));
  return curveOf(finished.reduce((best, next) => (next.objective < best.objective ? next : best)));
}

/**
 * Starts that need no knowledge of scale. For some, a floor c is assumed below the data and ln(L - c) is regressed on
 * the features, which is nearly the answer when c is nearly right. For the rest, an exponent is drawn at random and c
 * and the height of the curve follow from a straight line.
 */
export function generalStarts(problem: ExponentialProblem, count: number, random: Random): ExponentialCurve[] {
  const lowest = Math.min(...problem.losses);
  const spread = Math.max(Math.max(...problem.losses) - lowest, 1e-9);
  const gaps = [0.03, 0.3, 3, 0.003, 0.1, 1, 0.01, 10].map((factor) => factor * spread);
  const floors = gaps.map((gap) => Math.max(lowest - gap, Math.min(problem.floor[0], lowest - spread * 1e-3)));
  const regressed = floors.slice(0, Math.ceil(count / 2)).map((c) => regressedStart(problem, c));
  const drawn = Array.from({ length: Math.max(0, count - regressed.length) }, (_start, index) => {
    const strength = [1, 4, 16][index % 3]!;
    return straightenedStart(
      problem,
      problem.ones.map(() => strength * random.normal()),
    );
  });
  return [...regressed, ...drawn];
}

function regressedStart({ features, losses }: ExponentialProblem, c: number): ExponentialCurve {
  const heights = losses.map((loss) => Math.max(loss - c, 1e-12));
  // Weights undo what the logarithm does to the noise.
  const logs = heights.map(Math.log);
  const { coefficients } = leastSquares(
    features,
    logs,
    heights.map((height) => height ** 2),
  );
  return { c, w: coefficients };
}

/** Keeps the direction of w; sets c and the height so that the curve lies through the data as well as it can. */
export function straightenedStart(problem: ExponentialProblem, direction: readonly number[]): ExponentialCurve {
  const exponents = problem.features.map((row) => dot(row, direction));
  const top = Math.max(...exponents);
  const curve = exponents.map((exponent) => Math.exp(exponent - top));
  const [line, level] = leastSquares(
    curve.map((value) => [value, 1]),
    problem.losses,
  ).coefficients;
  const centre = mean(problem.losses);
  const c =
    line! > 0 ? Math.max(level!, problem.floor[0]) : Math.max(problem.floor[0], Math.min(...problem.losses) * 0.9);
  const height = Math.max((centre - c) / mean(curve), line!, 1e-6);
  return { c, w: direction.map((x, j) => x + (Math.log(height) - top) * problem.ones[j]!) };
}

function modelOf({ features, losses, ones }: ExponentialProblem): ResidualModel {
  const d = ones.length;
  const flat = Float64Array.from(features.flat());
  return {
    residuals: losses.length,
    parameters: d + 1,
    evaluate: (theta, residuals, jacobian) => {
      for (let n = 0; n < losses.length; n++) {
        let exponent = 0;
        for (let j = 0; j < d; j++) exponent += flat[n * d + j]! * theta[j + 1]!;
        const value = Math.exp(exponent);
        residuals[n] = theta[0]! + value - losses[n]!;
        if (jacobian === undefined) continue;
        jacobian[n * (d + 1)] = 1;
        for (let j = 0; j < d; j++) jacobian[n * (d + 1) + j + 1] = value * flat[n * d + j]!;
      }
    },
  };
}

function curveOf({ theta: [c, ...w] }: DampedFit): ExponentialCurve {
  return { c: c!, w };
}

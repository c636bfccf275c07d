/**
 * Fits a group's learning curve to its training losses. Source: the published code of Jiang et al. 2024; spec 2.11. Its
 * penalties are so steep next to a Huber loss of 1e-3 that they act as bounds, and are bounds here.
 */
import { fitDamped, type ResidualModel } from '#base/levenberg-marquardt';
import { huberLoss } from '#base/huber';
import { savitzkyGolay } from '#base/smoothing';
import type { LearningCurve } from './ado-law.ts';

/** A group's losses along the run, one per update. */
export interface LossHistory {
  /** Sequences seen when each loss was taken, growing. */
  readonly n: readonly number[];
  readonly losses: readonly number[];
}

export interface CurveFitOptions {
  /** Values that the smoothing window holds, odd. */
  readonly window: number;
  /** First values that are dropped. */
  readonly ignored: number;
  /** One of so many values is kept. */
  readonly thinning: number;
  /** Fewer points than this are not fitted. */
  readonly leastPoints: number;
  /** Least irreducible loss, nats, or null for none. */
  readonly lossFloor: number | null;
}

const delta = 1e-3;
/** Starts whose objective is lowest are followed to the end. */
const followed = 2;

/** The curve, or null when there are too few points or none fits. @param last where an earlier fit ended */
export function fitCurve(history: LossHistory, options: CurveFitOptions, last: LearningCurve | null) {
  const smooth = savitzkyGolay(history.losses, options.window, 3);
  const kept = smooth.flatMap((loss, i) =>
    i >= options.ignored && (i - options.ignored) % options.thinning === 0 && loss > 0
      ? [{ logN: Math.log(history.n[i]!), logLoss: Math.log(loss) }]
      : [],
  );
  if (kept.length < options.leastPoints) return null;
  const model = curveModel(kept);
  const lower = [-20, options.lossFloor === null ? -20 : Math.log(options.lossFloor), 0.001];
  const upper = [6.5, 5, 0.8];
  const bounded = (theta: readonly number[]) => theta.map((x, i) => Math.min(Math.max(x, lower[i]!), upper[i]!));
  const starts = last === null ? gridOfStarts(8) : [[last.a, last.e, last.alpha], ...gridOfStarts(4)];
  const fits = lowest(starts.map(bounded), model).map((start) =>
    fitDamped(model, start, { delta, lower, upper, iterations: 50 }),
  );
  const best = fits.reduce((a, b) => (b.objective < a.objective ? b : a));
  const [a, e, alpha] = best.theta as [number, number, number];
  return [a, e, alpha].every(Number.isFinite) ? { a, e, alpha } : null;
}

/** Residuals of ln L = ln(exp(a - alpha ln n) + exp(e)). */
function curveModel(points: readonly { readonly logN: number; readonly logLoss: number }[]): ResidualModel {
  return {
    residuals: points.length,
    parameters: 3,
    evaluate([a, e, alpha], residuals, jacobian) {
      points.forEach(({ logN, logLoss }, i) => {
        const falling = a! - alpha! * logN;
        const top = Math.max(falling, e!);
        const value = top + Math.log(Math.exp(falling - top) + Math.exp(e! - top));
        residuals[i] = value - logLoss;
        if (jacobian === undefined) return;
        const share = Math.exp(falling - value); // what the falling part makes of the loss
        jacobian[3 * i] = share;
        jacobian[3 * i + 1] = 1 - share;
        jacobian[3 * i + 2] = -logN * share;
      });
    },
  };
}

/** The starts with the lowest objective. */
function lowest(starts: readonly (readonly number[])[], model: ResidualModel): (readonly number[])[] {
  const residuals = new Float64Array(model.residuals);
  const rated = starts.map((start) => {
    model.evaluate(Float64Array.from(start), residuals);
    return { start, objective: residuals.reduce((sum, r) => sum + huberLoss(r, delta), 0) };
  });
  return rated
    .sort((x, y) => x.objective - y.objective)
    .slice(0, followed)
    .map(({ start }) => start);
}

/** The published grid has eight values of each parameter; a refit looks at every second one. */
function gridOfStarts(values: 4 | 8): number[][] {
  const places = Array.from({ length: values }, (_place, i) => (i * 8) / values);
  return places.flatMap((i) => places.flatMap((j) => places.map((k) => [i - 2, j / 2 - 2, k / 10])));
}

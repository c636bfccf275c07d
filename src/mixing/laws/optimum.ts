/** Proportions at which a law predicts the lowest loss (spec 1.4, 2.5 and 2.13). */
import { columnSums } from '#base/linear-algebra';
import { minimiseOnSimplex, withDivergence, type SmoothFunction } from '#base/simplex-minimum';
import type { Losses, Proportions } from '../method.ts';
import { lossSlopes, predictLosses, type SolvedLaw } from './fit.ts';

export interface OptimumOptions {
  /** One weight per target in the objective; equal, with sum 1, when absent. */
  readonly weights?: readonly number[];
  /** Largest share per group: availability of data (spec 2.15). */
  readonly caps?: readonly number[];
  /** Adds lambda KL(p || prior) to the objective (Olmix). A group without prior gets nothing. */
  readonly prior?: Proportions;
  readonly lambda?: number;
  /** Losses before training, for laws relative to them; the table's mean when absent. */
  readonly starts?: Losses;
}

export interface Optimum {
  readonly proportions: Proportions;
  /** Predicted, one per target, nats per token. */
  readonly losses: Losses;
  /** Their mean over targets. */
  readonly mean: number;
  /** How far below the objective the true minimum can lie, in nats. */
  readonly gap: number;
  readonly hasConverged: boolean;
}

/** Minimises the weighted sum of predicted losses over the simplex. */
export function optimumOf(solved: SolvedLaw, options: OptimumOptions = {}): Optimum {
  const { prior, lambda = 0, starts } = options;
  const m = solved.groups.length;
  const isRegularised = prior !== undefined && lambda > 0;
  const objective = objectiveOf(solved, options);
  const caps = isRegularised
    ? (options.caps ?? prior.map(() => 1)).map((cap, j) => (prior[j]! > 0 ? cap : 0))
    : options.caps;
  const found = minimiseOnSimplex(isRegularised ? withDivergence(objective, prior, lambda) : objective, m, {
    ...(caps && { caps }),
  });
  const losses = predictLosses(solved, found.p, starts);
  return {
    proportions: found.p,
    losses,
    mean: losses.reduce((a, b) => a + b, 0) / losses.length,
    gap: found.gap,
    hasConverged: found.hasConverged,
  };
}

/** The weighted sum of predicted losses as a function of p. */
export function objectiveOf(solved: SolvedLaw, { weights, starts }: OptimumOptions = {}): SmoothFunction {
  const w = weights ?? solved.targets.map(() => 1 / solved.targets.length);
  return {
    value: (p) => predictLosses(solved, p, starts).reduce((sum, loss, i) => sum + w[i]! * loss, 0),
    gradient: (p) => columnSums(lossSlopes(solved, p, starts), w),
  };
}

/** One group's loss by its own share: c + exp(k p + b). */
export interface OwnShareCurve {
  readonly k: number;
  readonly b: number;
}

/**
 * Share of the first of two groups at the minimum of the summed loss, in closed form.
 *
 * @param first, second curves with k < 0
 * Source: spec 2.5; the point where both slopes are equal, clipped to [0, 1].
 */
export function twoGroupOptimum(first: OwnShareCurve, second: OwnShareCurve): number {
  const share = (second.k + second.b - first.b + Math.log(second.k / first.k)) / (first.k + second.k);
  return Math.min(1, Math.max(0, share));
}

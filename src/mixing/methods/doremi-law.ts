/**
 * The equations of DoReMi, free of any training. Source: Xie et al. 2023 (arXiv 2305.10429); spec 2.8.
 */
import { matrixOf } from '#base/linear-algebra';
import { exponentiate } from '#base/simplex';
import type { Proportions } from '../method.ts';

/**
 * One update of the group weights: a multiplicative step, then a share `smoothing` of equal weights.
 *
 * @param scores excess losses s_i >= 0, nats per token
 */
export function reweighted(w: Proportions, scores: readonly number[], eta: number, smoothing: number): number[] {
  return exponentiate(w, scores, eta).map((u) => (1 - smoothing) * u + smoothing / w.length);
}

/**
 * Scores of this step: how far each group's loss lies above the reference's, not below 0. Groups that are absent from
 * the batch (null) keep their last score.
 */
export function excessScores(excess: readonly (number | null)[], last: readonly number[]): number[] {
  return excess.map((value, i) => (value !== null && Number.isFinite(value) ? Math.max(value, 0) : last[i]!));
}

/** Excess of group means; null where a group is absent. */
export function groupExcess(losses: readonly (number | null)[], reference: readonly (number | null)[]) {
  return losses.map((loss, i) => {
    const other = reference[i];
    return loss === null || other === null || other === undefined ? null : loss - other;
  });
}

/** The linear dynamic law that DoReMi acts on: A = diag(s). */
export function diagonal(scores: readonly number[]): number[][] {
  return matrixOf(scores.length, scores.length, (i, j) => (i === j ? scores[i]! : 0));
}

/**
 * Loss weights of one proxy step, applied to each group's mean loss.
 *
 * `group` minimises sum_i w_i L_i over the groups present. `token` is the published code's objective: weights relative
 * to the sampling shares, normalised over all tokens of the batch, so that a group counts as often as it was drawn.
 *
 * @param counts   sequences per group in the batch
 * @param sampling shares that the batch was drawn at
 */
export function objectiveWeights(
  w: Proportions,
  objective: string,
  counts: readonly number[],
  sampling: Proportions,
): number[] {
  if (objective === 'group') return [...w];
  const alpha = w.map((weight, i) => (counts[i]! > 0 ? (weight / sampling[i]!) * counts[i]! : 0));
  const sum = alpha.reduce((a, b) => a + b, 0);
  return alpha.map((a) => a / sum);
}

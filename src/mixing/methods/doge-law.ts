/**
 * The equations of DoGE, free of any training. Source: Fan et al. 2023 (arXiv 2310.15393); spec 2.9.
 */
import { mean } from '#base/statistics';
import { exponentiate } from '#base/simplex';
import type { Proportions } from '../method.ts';

/** The lowest and highest score, in units of the learning rate. */
export type ScoreRange = readonly [low: number, high: number];

/**
 * Scores of one step: how well each group's gradient points along the validation gradient, in units of the mean length.
 *
 * @param alignments   <g_i, g_val> of clipped gradients, 0 where a group is absent
 * @param norms        ||g_i||, 0 where absent; the mean is over all groups
 * @param learningRate of the step to come
 */
export function alignmentScores(
  alignments: readonly number[],
  norms: readonly number[],
  learningRate: number,
  [low, high]: ScoreRange,
): number[] {
  const length = mean(norms) + 1e-6;
  return alignments.map((alignment) =>
    Math.min(Math.max((learningRate * alignment) / length, low * learningRate), high * learningRate),
  );
}

/** w_i ~ w_i exp(s_i / mu), then a share `smoothing` of equal weights. */
export function reweighted(w: Proportions, scores: readonly number[], mu: number, smoothing: number): number[] {
  return exponentiate(w, scores, 1 / mu).map((u) => (1 - smoothing) * u + smoothing / w.length);
}

/** How well predictions meet observations (spec 4.3). */
import { pearson, spearman } from '#base/correlation';
import { mean } from '#base/statistics';

export interface Scores {
  /** 1 - sum of squared residuals / sum of squared distances of the observations from their mean; null when they do not vary. */
  readonly r2: number | null;
  readonly mse: number;
  readonly rmse: number;
  readonly mae: number;
  readonly spearman: number | null;
  readonly pearson: number | null;
}

export function scoresOf(observed: readonly number[], predicted: readonly number[]): Scores {
  const residuals = observed.map((y, n) => y - predicted[n]!);
  const mse = mean(residuals.map((r) => r * r));
  return {
    r2: rSquared(observed, predicted),
    mse,
    rmse: Math.sqrt(mse),
    mae: mean(residuals.map(Math.abs)),
    spearman: spearman(observed, predicted),
    pearson: pearson(observed, predicted),
  };
}

/**
 * The share of the variance of `truth` that `other` explains. With the arguments swapped it is the number that the
 * two-group notebooks of the Aioli repository print.
 */
export function rSquared(truth: readonly number[], other: readonly number[]): number | null {
  const centre = mean(truth);
  const total = truth.reduce((sum, y) => sum + (y - centre) ** 2, 0);
  if (truth.every((y) => y === truth[0])) return null;
  return 1 - truth.reduce((sum, y, n) => sum + (y - other[n]!) ** 2, 0) / total;
}

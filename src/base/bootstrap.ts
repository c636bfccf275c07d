/** Intervals from resampling: what a statistic would have been, had other values of the sample been drawn. */
import { mean } from './statistics.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import type { Random } from './random.ts';

export interface BootstrapOptions {
  /** 'bca' corrects percentiles for bias and skewness, by the jackknife. */
  readonly kind: 'percentile' | 'bca';
  /** e.g. 0.95 */
  readonly level: number;
  readonly resamples: number;
  readonly random: Random;
}

/**
 * Interval of a statistic of independent values; null for fewer than two. With few values it is too narrow.
 *
 * Source: Efron and Tibshirani 1993, sections 13.3 and 14.3.
 */
export function bootstrapInterval(
  values: readonly number[],
  statistic: (sample: readonly number[]) => number,
  { kind, level, resamples, random }: BootstrapOptions,
): { readonly low: number; readonly high: number } | null {
  const n = values.length;
  if (n < 2) return null;
  const replicates = Float64Array.from({ length: resamples }, () =>
    statistic(values.map(() => values[random.below(n)]!)),
  ).sort();
  if (replicates[0] === replicates.at(-1)) return { low: replicates[0]!, high: replicates[0]! };
  const tail = (1 - level) / 2;
  const shifted = kind === 'bca' ? correction(values, statistic, replicates) : (share: number) => share;
  return { low: quantile(replicates, shifted(tail)), high: quantile(replicates, shifted(1 - tail)) };
}

/** Which share of the replicates stands for a share of the interval. */
function correction(
  values: readonly number[],
  statistic: (sample: readonly number[]) => number,
  replicates: Float64Array,
): (share: number) => number {
  const observed = statistic(values);
  const below = replicates.filter((x) => x < observed).length;
  const same = replicates.filter((x) => x === observed).length;
  const bias = normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, (below + same / 2) / replicates.length)));
  const leftOut = values.map((_value, i) => statistic(values.filter((_other, j) => j !== i)));
  const centre = mean(leftOut);
  const cubes = leftOut.reduce((sum, x) => sum + (centre - x) ** 3, 0);
  const squares = leftOut.reduce((sum, x) => sum + (centre - x) ** 2, 0);
  const acceleration = squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
  return (share) => {
    const z = bias + normalQuantile(share);
    return normalCdf(bias + z / (1 - acceleration * z));
  };
}

/** On the line between the two nearest replicates. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const under = Math.floor(place);
  const lower = sorted[under]!;
  return lower + (place - under) * ((sorted[under + 1] ?? lower) - lower);
}

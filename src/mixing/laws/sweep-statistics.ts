/** What a sweep of mixtures covers: the first thing to look at when a fitted law surprises. */
import { foldColumns, mean } from '#base/statistics';
import type { Matrix, Proportions } from '../method.ts';

export interface SweepStatistics {
  readonly runs: number;
  readonly smallestSum: number;
  readonly largestSum: number;
  readonly smallestShare: number;
  readonly largestShare: number;
  /** Mean share per group. */
  readonly mean: Proportions;
  /** Euclidean distance of the two mixtures that are nearest to each other; null for one mixture. */
  readonly closestPair: number | null;
  readonly meanEntropyNats: number;
}

/** @param mixtures runs x groups */
export function sweepStatistics(mixtures: Matrix): SweepStatistics {
  const sums = mixtures.map((p) => p.reduce((a, b) => a + b, 0));
  const shares = mixtures.flat();
  const nearest = Math.min(...mixtures.map((p, n) => Math.min(...mixtures.slice(n + 1).map((q) => distance(p, q)))));
  return {
    runs: mixtures.length,
    smallestSum: Math.min(...sums),
    largestSum: Math.max(...sums),
    smallestShare: Math.min(...shares),
    largestShare: Math.max(...shares),
    mean: foldColumns(mixtures).map((column) => column.mean),
    closestPair: mixtures.length > 1 ? nearest : null,
    meanEntropyNats: mean(mixtures.map(entropyNats)),
  };
}

/** -sum p ln p. */
export function entropyNats(p: Proportions): number {
  return p.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0);
}

/** KL(p || q) in nats; Infinity where q lacks a group that p has. */
export function divergenceNats(p: Proportions, q: Proportions): number {
  return p.reduce((sum, share, j) => (share > 0 ? sum + share * Math.log(share / q[j]!) : sum), 0);
}

function distance(p: Proportions, q: Proportions): number {
  return Math.hypot(...p.map((share, j) => share - q[j]!));
}

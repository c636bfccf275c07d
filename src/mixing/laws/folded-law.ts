/** A law over seeds: what several runs of one method estimated, folded entry by entry. */
import { sampleDeviation } from '#base/statistics';
import type { Matrix } from '../method.ts';

/** One estimate of a law. Entries that the method does not estimate are NaN. */
export interface LawEstimate {
  readonly round: number;
  readonly step: number;
  readonly matrix: Matrix;
}

export interface FoldedEstimate extends LawEstimate {
  /** Mean over seeds. */
  readonly matrix: Matrix;
  /** Standard error of each entry; null with one seed. */
  readonly errors: Matrix | null;
  /** How many seeds give an entry the sign of its mean. */
  readonly agreeing: Matrix;
  readonly seeds: number;
}

/**
 * Folds the rounds of several seeds by their number. A seed that has not come as far adds nothing to later rounds.
 *
 * @param seeds rounds of each seed, in order
 */
export function foldLaws(seeds: readonly (readonly LawEstimate[])[]): readonly FoldedEstimate[] {
  const byRound = Map.groupBy(seeds.flat(), ({ round }) => round);
  return [...byRound.values()].sort(([a], [b]) => a!.round - b!.round).map(foldRound);
}

function foldRound(estimates: readonly LawEstimate[]): FoldedEstimate {
  const { round, step, matrix: first } = estimates[0]!;
  const seeds = estimates.length;
  if (seeds === 1) return { round, step, matrix: first, errors: null, agreeing: mapped(first, () => 1), seeds };
  const over = (fold: (values: readonly number[]) => number): number[][] =>
    first.map((row, i) => row.map((_entry, j) => fold(estimates.map(({ matrix }) => matrix[i]![j]!))));
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / seeds;
  return {
    round,
    step,
    matrix: over(mean),
    errors: over((values) => (sampleDeviation(values) ?? NaN) / Math.sqrt(seeds)),
    agreeing: over((values) => {
      const sign = Math.sign(mean(values));
      return values.filter((value) => Math.sign(value) === sign).length;
    }),
    seeds,
  };
}

/**
 * Marks what was never estimated. A method that sees each group's effect on itself only notes zeros everywhere else: an
 * estimate that is zero to the last digit in every place and round is none.
 *
 * @returns the same estimates with NaN off the diagonal, when all of them are zero there
 */
export function withoutUnestimated(estimates: readonly LawEstimate[]): readonly LawEstimate[] {
  const isDiagonal = estimates.every(({ matrix }) =>
    matrix.every((row, i) => row.every((entry, j) => i === j || entry === 0)),
  );
  const hasOthers = (estimates[0]?.matrix.length ?? 0) > 1;
  if (!isDiagonal || !hasOthers) return estimates;
  return estimates.map((estimate) => ({
    ...estimate,
    matrix: mapped(estimate.matrix, (entry, i, j) => (i === j ? entry : NaN)),
  }));
}

/** Entry by entry A - B. @param A and B of the same size */
export function difference(A: Matrix, B: Matrix): number[][] {
  return mapped(A, (entry, i, j) => entry - (B[i]?.[j] ?? NaN));
}

export function mapped(A: Matrix, to: (entry: number, i: number, j: number) => number): number[][] {
  return A.map((row, i) => row.map((entry, j) => to(entry, i, j)));
}

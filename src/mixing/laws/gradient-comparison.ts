/** A law estimated from gradients against one that was measured at the same point. Both: rows evaluated, columns trained on. */
import { pearson } from '#base/correlation';
import { dot } from '#base/linear-algebra';
import type { Matrix } from '../method.ts';
import { reducedToTwo, similarityOf } from './similarity.ts';

export interface GradientComparison {
  /** Pearson's over all entries; null for two groups, which have one entry each after reduction, and for constant ones. */
  readonly correlation: number | null;
  /** Root mean square difference over the root mean square of the measured one; null when that is zero. */
  readonly relativeError: number | null;
  /** The factor that brings the estimate nearest to the measured law: below 1 where first order promises too much. */
  readonly scale: number | null;
  /** Of the column sums, which is what an update makes of both (similarity.ts). */
  readonly similarity: number | null;
}

/**
 * Compares entry by entry. Of two groups only the slope along each one's own share is measured, so the estimate is reduced to
 * that too.
 */
export function compareWithMeasured(estimate: Matrix, measured: Matrix): GradientComparison {
  const isPair = measured.length === 2;
  const [a, b] = [estimate, measured].map((A) => (isPair ? diagonalOf(reducedToTwo(A)) : A.flat())) as [
    number[],
    number[],
  ];
  const differences = a.map((x, n) => x - b[n]!);
  const [ofEstimate, ofMeasured] = [dot(a, a), dot(b, b)];
  return {
    correlation: isPair ? null : pearson(a, b),
    relativeError: ofMeasured > 0 ? Math.sqrt(dot(differences, differences) / ofMeasured) : null,
    scale: ofEstimate > 0 ? dot(a, b) / ofEstimate : null,
    similarity: similarityOf(measured, estimate).similarity,
  };
}

function diagonalOf(A: Matrix): number[] {
  return A.map((row, i) => row[i]!);
}

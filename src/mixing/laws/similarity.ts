/** How alike two matrices of law parameters are, in what an update makes of them: their column sums (spec 4.5, 4.6). */
import { cosine, spearman } from '#base/correlation';
import { columnSums } from '#base/linear-algebra';
import { Refusal } from '#base/refusal';
import type { Matrix } from '../method.ts';

export interface Similarity {
  /** 0.5 cosine + 0.5 Spearman; null when a vector is zero. A Spearman that is undefined contributes 0. */
  readonly similarity: number | null;
  readonly cosine: number | null;
  /** With mean ranks for ties; null when a vector is constant. */
  readonly spearman: number | null;
  readonly warnings: readonly string[];
}

export interface MatrixSimilarity extends Similarity {
  /** What was compared, one entry per group trained on. */
  readonly columnSums: readonly [readonly number[], readonly number[]];
  /** Whether both matrices were reduced to the one degree of freedom that two groups have. */
  readonly isReduced: boolean;
}

/**
 * Compares two matrices of the same orientation (rows evaluated, columns trained on) and the same sign.
 *
 * @throws Refusal `matrix_invalid` when they have different numbers of columns
 */
export function similarityOf(A: Matrix, B: Matrix): MatrixSimilarity {
  const [m, other] = [A[0]?.length ?? 0, B[0]?.length ?? 0];
  if (m !== other || m === 0)
    throw new Refusal('matrix_invalid', `One matrix has ${m} columns, the other ${other}.`, {
      field: 'columns',
      remedy: 'Compare matrices over the same groups trained on.',
    });
  const isReduced = [A, B].every((matrix) => matrix.length === 2 && m === 2);
  const [a, b] = [A, B].map((matrix) => columnSums(isReduced ? reducedToTwo(matrix) : matrix)) as [number[], number[]];
  return { ...vectorSimilarity(a, b), columnSums: [a, b], isReduced };
}

/** Compares two lists of column sums. */
export function vectorSimilarity(a: readonly number[], b: readonly number[]): Similarity {
  const angle = cosine(a, b);
  const ranks = spearman(a, b);
  const warnings = [
    ...(angle === null ? ['A vector of column sums is zero: there is no direction to compare.'] : []),
    ...(ranks === null ? ['All column sums of one matrix are equal: Spearman is undefined and counts as 0.'] : []),
    ...(a.length === 2 && ranks !== null ? ['With two groups Spearman is +1 or -1, so the similarity is coarse.'] : []),
    ...(angle !== null && angle < 0
      ? ['The matrices point in opposite directions: check that both have the same sign.']
      : []),
  ];
  return {
    similarity: angle === null ? null : 0.5 * angle + 0.5 * (ranks ?? 0),
    cosine: angle,
    spearman: ranks,
    warnings,
  };
}

/** With two groups only the difference along a row matters: diag(A_11 - A_12, A_22 - A_21). */
export function reducedToTwo([first, second]: Matrix): number[][] {
  return [
    [first![0]! - first![1]!, 0],
    [0, second![1]! - second![0]!],
  ];
}

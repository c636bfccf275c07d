/** Whether two methods differ over the same seeds: Student's t test of the differences, and the interval of their mean. */
import { fold, type Folded } from './statistics.ts';
import { studentCdf, studentQuantile } from './student.ts';

export interface PairedTest {
  readonly meanDifference: number;
  /** Null when the differences do not vary, or there are fewer than two. */
  readonly t: number | null;
  /** Chance of a |t| at least this large when the methods do not differ; null where t is. */
  readonly pTwoSided: number | null;
  /** Chance of a t at most this, which speaks for a being less than b; null where t is. */
  readonly pLess: number | null;
}

/** Tests a minus b, seed by seed. @param a, b one number per seed, in the same order */
export function pairedTest(a: readonly number[], b: readonly number[]): PairedTest {
  return differenceTest(a.map((x, k) => x - b[k]!));
}

/** Tests whether the mean of differences is zero. */
export function differenceTest(differences: readonly number[]): PairedTest {
  const { mean, standardError, n } = fold(differences);
  if (standardError === null || standardError === 0)
    return { meanDifference: mean, t: null, pTwoSided: null, pLess: null };
  const t = mean / standardError;
  return {
    meanDifference: mean,
    t,
    pTwoSided: 2 * studentCdf(-Math.abs(t), n - 1),
    pLess: studentCdf(t, n - 1),
  };
}

/** Interval of a mean by Student's t; null for fewer than two values. @param level e.g. 0.95 */
export function meanInterval(
  { mean, standardError, n }: Folded,
  level: number,
): { readonly low: number; readonly high: number } | null {
  if (standardError === null || n < 2) return null;
  const half = studentQuantile(level, n - 1) * standardError;
  return { low: mean - half, high: mean + half };
}

/** Whether two methods differ over the same seeds: Student's paired t test. */
import { fold } from './statistics.ts';
import { studentCdf } from './student.ts';

export interface PairedTest {
  readonly meanDifference: number;
  /** Null when the differences do not vary, or there are fewer than two. */
  readonly t: number | null;
  /** Chance of a |t| at least this large when the methods do not differ; null where t is. */
  readonly pTwoSided: number | null;
}

/** Tests a minus b, seed by seed. @param a, b one number per seed, in the same order */
export function pairedTest(a: readonly number[], b: readonly number[]): PairedTest {
  const { mean, standardError, n } = fold(a.map((x, k) => x - b[k]!));
  if (standardError === null || standardError === 0) return { meanDifference: mean, t: null, pTwoSided: null };
  const t = mean / standardError;
  return { meanDifference: mean, t, pTwoSided: 2 * studentCdf(-Math.abs(t), n - 1) };
}

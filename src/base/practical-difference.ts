/** Better, worse, or no difference that matters: where the true difference lies, given differences seed by seed. */
import type { Folded } from './statistics.ts';
import { studentCdf } from './student.ts';

/** Probabilities that add to 1. Differences are of losses or perplexities, so negative is better. */
export interface Verdict {
  readonly better: number;
  /** The difference is smaller than what matters in practice. */
  readonly equal: number;
  readonly worse: number;
}

/**
 * The posterior of the mean difference under the reference prior: Student's t with n - 1 degrees of freedom around the
 * mean seen.
 *
 * @param negligible  half width of "no practical difference", in the unit of the difference
 * @param correlation of two differences: 0 for independent seeds, the share tested for folds of one data set
 * @returns null for one difference, from which nothing follows
 * Source: Benavoli et al. 2017, section 4.2.
 */
export function judge({ mean, sd, n }: Folded, negligible: number, correlation = 0): Verdict | null {
  if (sd === null || n < 2) return null;
  if (sd === 0) {
    const side = mean < -negligible ? 'better' : mean > negligible ? 'worse' : 'equal';
    return { better: 0, equal: 0, worse: 0, [side]: 1 };
  }
  const scale = sd * Math.sqrt(1 / n + correlation / (1 - correlation));
  const better = studentCdf((-negligible - mean) / scale, n - 1);
  const worse = studentCdf((mean - negligible) / scale, n - 1);
  return { better, equal: Math.max(0, 1 - better - worse), worse };
}

/** The side whose chance reaches `from`; null when none does. */
export function decided(verdict: Verdict, from: number): keyof Verdict | null {
  return (['better', 'equal', 'worse'] as const).find((side) => verdict[side] >= from) ?? null;
}

/** How sure a difference between methods is, from its mean and standard error over paired seeds. */
import { formatShare } from '#base/format';
import { studentCdf } from '#base/student';
import type { Summary } from '#mixing/comparison';

/** Probabilities that add to 1. Differences are of losses or perplexities, so negative is better. */
export interface Verdict {
  readonly better: number;
  /** The difference is smaller than what matters in practice. */
  readonly equal: number;
  readonly worse: number;
}

/**
 * Where the true difference lies, given the seeds: Student's t with n - 1 degrees of freedom around the mean, which is
 * the posterior under the reference prior (Benavoli et al. 2017, without the correlation of cross-validation folds).
 *
 * @param negligible half width of "no practical difference", in the unit of the difference
 * @returns null for one seed, from which nothing follows
 */
export function judge({ mean, standardError, n }: Summary, negligible: number): Verdict | null {
  if (standardError === null || n < 2) return null;
  if (standardError === 0) {
    const side = mean < -negligible ? 'better' : mean > negligible ? 'worse' : 'equal';
    return { better: 0, equal: 0, worse: 0, [side]: 1 };
  }
  const below = (bound: number): number => studentCdf((bound - mean) / standardError, n - 1);
  const better = below(-negligible);
  const worse = 1 - below(negligible);
  return { better, equal: Math.max(0, 1 - better - worse), worse };
}

/** "better 92 %, no practical difference 6 %, worse 2 %" */
export function inWords({ better, equal, worse }: Verdict): string {
  const percent = (share: number) => `${formatShare(share, 0)} %`;
  return `better ${percent(better)}, no practical difference ${percent(equal)}, worse ${percent(worse)}`;
}

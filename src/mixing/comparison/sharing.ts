/** What runs learned together, in words. */
import { formatCount } from '#base/format';
import type { Sharing } from '../method.ts';

/** Follows "proportions": `learned from common sweeps of 40 steps a run, once, with seed 0`. */
export function sharingInWords({ sweepSteps, learningSeed }: Sharing): string {
  const sweeps = sweepSteps === undefined ? '' : ` from common sweeps of ${formatCount(sweepSteps)} steps a run,`;
  return `learned${sweeps} ${learningSeed === undefined ? 'for each seed' : `once, with seed ${String(learningSeed)}`}`;
}

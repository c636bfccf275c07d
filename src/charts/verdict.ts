/** How sure a difference between methods is, from its mean and standard error over paired seeds. */
import type { Verdict } from '#base/practical-difference';
import { chance } from '#mixing/comparison/analysis';

export { judge, type Verdict } from '#base/practical-difference';

/** "better 92 %, no practical difference 6 %, worse 2 %"; no chance is said to be certain. */
export function inWords({ better, equal, worse }: Verdict): string {
  return `better ${chance(better)}, no practical difference ${chance(equal)}, worse ${chance(worse)}`;
}

/** How sure a difference between methods is, from its mean and standard error over paired seeds. */
import { formatShare } from '#base/format';
import type { Verdict } from '#base/practical-difference';

export { judge, type Verdict } from '#base/practical-difference';

/** "better 92 %, no practical difference 6 %, worse 2 %" */
export function inWords({ better, equal, worse }: Verdict): string {
  const percent = (share: number) => `${formatShare(share, 0)} %`;
  return `better ${percent(better)}, no practical difference ${percent(equal)}, worse ${percent(worse)}`;
}

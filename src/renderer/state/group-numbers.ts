/** Numbers of groups that the screen derives from what the engine tells. */
import type { GroupId, GroupSummary } from '#contract/api';

/** Tokens of all three splits under the tokenizer last used; null before. */
export function tokensOf({ splits: { train, val, test } }: GroupSummary): number | null {
  if (train.tokens === null || val.tokens === null || test.tokens === null) return null;
  return train.tokens + val.tokens + test.tokens;
}

/** Whether new experiments take the group unless told otherwise. */
export function isOn(group: GroupSummary): boolean {
  return group.isEnabled;
}

export interface NaturalShares {
  /** What the shares are of: tokens when every group that is on has been counted, else bytes. */
  readonly unit: 'tokens' | 'bytes';
  /** In [0, 1], sum 1; groups that are off, or hold nothing yet, have none. */
  readonly of: ReadonlyMap<GroupId, number>;
}

/** Each group's share of the text of all that are switched on. */
export function naturalShares(groups: readonly GroupSummary[]): NaturalShares {
  const on = groups.filter((group) => isOn(group) && group.bytes > 0);
  const unit = on.length > 0 && on.every((group) => tokensOf(group) !== null) ? 'tokens' : 'bytes';
  const sizes = on.map((group) => (unit === 'tokens' ? tokensOf(group)! : group.bytes));
  const sum = sizes.reduce((a, b) => a + b, 0);
  return { unit, of: new Map(on.map((group, index) => [group.id, sizes[index]! / sum])) };
}

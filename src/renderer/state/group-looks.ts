/** Colours of groups by name, as experiments and runs refer to them. */
import type { GroupSummary } from '#contract/api';
import { groupLook, type Look } from '#charts/series';

/** Looks by name; a group that was removed since gets a place of the palette that its name decides, so it is steady. */
export function lookOfGroups(groups: readonly GroupSummary[]): (name: string) => Look {
  const colours = new Map(groups.map((group) => [group.name, group.colour]));
  return (name) => groupLook(name, colours.get(name) ?? placeOf(name));
}

function placeOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.charCodeAt(0)) % 20;
  return sum;
}

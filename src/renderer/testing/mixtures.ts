/** What is around a mixture editor, for component tests. */
import { groupLook } from '#charts/index';
import type { MixtureSetting } from '../parts/proportions/setting.ts';

/** A budget of a million tokens over groups of the sizes given, with nothing known from earlier runs. */
export function aMixtureSetting(
  sizes: Readonly<Record<string, number>>,
  changes: Partial<MixtureSetting> = {},
): MixtureSetting {
  return {
    budgetTokens: 1_000_000,
    known: [],
    lookOf: (group) => groupLook(group, Object.keys(sizes).indexOf(group)),
    sizeOf: (group) => sizes[group] ?? null,
    copy: () => undefined,
    readFile: () => Promise.resolve(null),
    writeFile: () => Promise.resolve(),
    ...changes,
  };
}

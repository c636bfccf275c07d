/**
 * What a mixture editor needs to know of the experiment around it. Handed down as a context, because the editor sits
 * inside forms that are made from a method's declaration and know nothing of text or budgets.
 */
import { createContext } from 'svelte';
import { groupLook, type Look } from '#charts/index';

/** A mixture that is known already, e.g. what a run has learned. */
export interface KnownMixture {
  readonly id: string;
  /** `Aioli, mean of 5 seeds`. */
  readonly title: string;
  /** Under which heading it is listed. */
  readonly section: string;
  /** Shares by the name of the group. */
  readonly shares: Readonly<Record<string, number>>;
  /** What was really drawn where `shares` were asked for; null when nothing was. */
  readonly drawn: Readonly<Record<string, number>> | null;
}

/** A known mixture in the order of an editor's groups, in [0, 1]. */
export interface Beside {
  readonly title: string;
  readonly shares: readonly number[];
  readonly drawn: readonly number[] | null;
}

export interface MixtureSetting {
  /** Tokens of the whole training; null when not known. */
  readonly budgetTokens: number | null;
  readonly known: readonly KnownMixture[];
  readonly lookOf: (group: string) => Look;
  /** Training tokens of a group; null when it has not been tokenized. */
  readonly sizeOf: (group: string) => number | null;
  readonly copy: (text: string) => void;
  /** Weights of these groups from a file that the person chooses; null when they change their mind. */
  readonly readFile: (groups: readonly string[]) => Promise<readonly number[] | null>;
  readonly writeFile: (groups: readonly string[], weights: readonly number[]) => Promise<void>;
}

/** Around an editor that nobody told about text and budget: only shares, in neutral colours. */
export const noSetting: MixtureSetting = {
  budgetTokens: null,
  known: [],
  lookOf: (group) => groupLook(group, 0),
  sizeOf: () => null,
  copy: () => undefined,
  readFile: () => Promise.resolve(null),
  writeFile: () => Promise.resolve(),
};

/** A function, so that what it answers may change. */
const [given, setMixtureSetting, hasMixtureSetting] = createContext<() => MixtureSetting>();
export { setMixtureSetting };

/** The setting that a part above has given, or none. To be called while a component is made. */
export function mixtureSetting(): () => MixtureSetting {
  return hasMixtureSetting() ? given() : () => noSetting;
}

/** Mixtures from and to files: DoReMi's JSON, RegMix's YAML and CSV, and the workbench's own JSON. */
import type { MixtureFormat } from '#mixing/mixtures/mixture-file';

/** A mixture of a file, brought to the workspace's groups. */
export interface MatchedMixture {
  /** What the file calls it: the index of its row, or empty. */
  readonly label: string;
  /** One per group asked for, in their order; sum to 1. Null when the file gives none of them a share. */
  readonly proportions: readonly number[] | null;
  /** Sum of the weights as written. */
  readonly sum: number;
  /** What was changed or left out, in sentences to be shown: other names, missing groups, weights that had to be scaled. */
  readonly notes: readonly string[];
}

export interface MatchedMixtureFile {
  readonly format: MixtureFormat;
  /** Names as the file has them. */
  readonly names: readonly string[];
  readonly groups: readonly string[];
  /** Groups that the file does not name; their share is 0. */
  readonly missing: readonly string[];
  /** Names that are none of the groups; their weight is left out. */
  readonly unknown: readonly string[];
  /** One; several for a CSV. */
  readonly mixtures: readonly MatchedMixture[];
}

export interface MixtureFileCalls {
  /** @param groups names in the order wanted; all groups that are switched on unless given */
  readMixtureFile(file: string, groups?: readonly string[]): Promise<MatchedMixtureFile>;
  /** Writes the file whole or not at all. @param format by the file's ending unless given */
  writeMixtureFile(
    file: string,
    mixture: { readonly groups: readonly string[]; readonly proportions: readonly number[] },
    format?: MixtureFormat,
  ): Promise<{ readonly file: string; readonly format: MixtureFormat }>;
}

/** What groups share: equal and nearly equal documents, common word sequences, and what of it crosses the splits. */
import type { GroupId } from './groups.ts';

/** One document of a pair. */
export interface PairedDocument {
  readonly group: GroupId;
  readonly split: 'train' | 'val' | 'test';
  /** Number of the document in its group, as `previewDocuments` counts. */
  readonly index: number;
  /** The start of its text. */
  readonly text: string;
  readonly isCut: boolean;
}

/** Two documents that share most of their text. */
export interface NearPair {
  readonly a: PairedDocument;
  readonly b: PairedDocument;
  /** Shared share of their five-word sequences (Jaccard), 0 to 1; 1 for documents that differ in marks and case only. */
  readonly similarity: number;
}

/** How the documents of group i look from group j. */
export interface OverlapCell {
  /** Documents of i that stand letter for letter in j. */
  readonly exact: number;
  /** Documents of i that have a near duplicate in j and no equal one; on the diagonal, within the group. */
  readonly near: number;
  /** Share of i's distinct eight-word sequences that also occur in j, 0 to 1; 1 on the diagonal. An estimate for large groups. */
  readonly shared: number;
  /** The most similar pairs that are not equal, at most five. */
  readonly examples: readonly NearPair[];
}

/** Documents held out of group `evaluated` that training on group `trained` would have shown the model. */
export interface LeakCell {
  readonly evaluated: GroupId;
  readonly trained: GroupId;
  readonly split: 'val' | 'test';
  /** Documents of the split. */
  readonly documents: number;
  readonly exact: number;
  readonly near: number;
  /** Share of the split's distinct eight-word sequences that occur in the training text. */
  readonly shared: number;
  /** 'leaks' from one in a hundred documents on, 'some' below, 'clean' for none. */
  readonly verdict: 'clean' | 'some' | 'leaks';
  readonly examples: readonly NearPair[];
}

export interface OverlapReport {
  readonly groups: readonly {
    readonly id: GroupId;
    readonly name: string;
    readonly version: string;
    readonly documents: number;
  }[];
  /** `cells[i][j]` in the order of `groups`: rows are looked at, columns looked for; so it stands beside a law's A. */
  readonly cells: readonly (readonly OverlapCell[])[];
  /** Every pair of groups and both held-out splits, also the clean ones; `evaluated` by `trained` by split. */
  readonly leaks: readonly LeakCell[];
  readonly settings: {
    /** Similarity from which on documents count as near duplicates. */
    readonly nearSimilarity: number;
    readonly shingleWords: number;
    readonly sequenceWords: number;
    readonly hashes: number;
  };
  /** When the newest of its parts was computed, ISO 8601. */
  readonly checkedAt: string;
}

export interface OverlapCalls {
  /**
   * Compares groups with each other and with themselves; all that are switched on unless named. What was compared
   * before, text by text, is not computed again. A task named `overlap` with progress; it can be cancelled.
   */
  checkOverlap(ids?: readonly GroupId[]): Promise<OverlapReport>;
  /** The report as far as it is known without computing; null when a pair is missing. */
  knownOverlap(ids?: readonly GroupId[]): Promise<OverlapReport | null>;
}

/** Calls on the workspace's groups of text. What groups share is in overlap.ts, mixture files in mixture-files.ts. */
import type { ExperimentId } from './experiments.ts';
import type { MixtureFileCalls } from './mixture-files.ts';
import type { OverlapCalls } from './overlap.ts';
import type { SourceCalls } from './sources.ts';

export type GroupId = string;

/** Where a group's text comes from. */
export interface GroupSource {
  /** Files or folders, absolute or relative to the workspace. */
  readonly paths: readonly string[];
  /** Glob patterns inside folders; empty means what the reader takes by default. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Reader id, or 'auto' to choose by file name. */
  readonly reader: string;
  /** Files of records: name or dotted path of the field or column that holds the text; empty to guess. */
  readonly textField: string;
  /** Files of records: only those whose field holds this value; set where a group was split by a field. */
  readonly where?: FieldValue;
  /** Further sources that are read after this one, where groups that are read differently were merged. Never nested. */
  readonly more?: readonly GroupSource[];
}

/** A field by its name or dotted path, and its value as text. */
export interface FieldValue {
  readonly field: string;
  readonly value: string;
}

export interface GroupInput {
  readonly name: string;
  readonly source: Partial<GroupSource> & Pick<GroupSource, 'paths'>;
  readonly licence?: string;
}

export interface SplitSizes {
  readonly documents: number;
  readonly bytes: number;
  /** Under the tokenizer last used; null before. */
  readonly tokens: number | null;
}

export interface GroupSummary {
  readonly id: GroupId;
  readonly name: string;
  /** Index into the palette of group colours, stable for the group's life. */
  readonly colour: number;
  readonly source: GroupSource;
  readonly licence: string;
  /** False for a group that is switched off: it stays, and new experiments and forms leave it out. */
  readonly isEnabled: boolean;
  /** Names of other groups that hold the very same text: training on both counts it twice. */
  readonly sameTextAs: readonly string[];
  /** 'scanning' and 'tokenizing' carry progress by news; 'failed' has `problem`. */
  readonly state: 'scanning' | 'ready' | 'tokenizing' | 'failed';
  readonly problem: string | null;
  /** Content hash of the group's documents: other text, other version. */
  readonly version: string | null;
  readonly documents: number;
  readonly bytes: number;
  readonly duplicates: number;
  readonly rejectedFiles: number;
  readonly splits: { readonly train: SplitSizes; readonly val: SplitSizes; readonly test: SplitSizes };
  /** Entropy of the group's byte frequencies, bits per byte: what a model without context would reach. */
  readonly unigramBitsPerByte: number | null;
  /** Tokenizers with shards for this version, with tokens per split. */
  readonly tokenized: readonly {
    readonly tokenizer: string;
    readonly train: number;
    readonly val: number;
    readonly test: number;
  }[];
}

/** A file or line that was not taken. */
export interface RejectedFile {
  /** With a line number where a line is meant: `notes.jsonl:12`. */
  readonly file: string;
  /** Continues a sentence that begins with the file's name: 'is empty'. */
  readonly reason: string;
}

/** One reading of a group's text that gave other text than the one before. */
export interface GroupVersion {
  readonly version: string;
  /** When it was read first, ISO 8601. */
  readonly readAt: string;
  readonly isCurrent: boolean;
  readonly documents: number;
  readonly bytes: number;
  /** Experiments with runs on this text, the newest first. */
  readonly experiments: readonly { readonly id: ExperimentId; readonly name: string; readonly runs: number }[];
}

/** The text that a group of an experiment was trained on, against what the workspace has now. */
export interface ExperimentText {
  /** As the experiment names it. */
  readonly name: string;
  readonly version: string;
  /** 'other' when the group's text has changed since, 'gone' when no group has that name or ever had that text. */
  readonly state: 'current' | 'other' | 'gone';
  /** The group that has (or had) the text; null when it is gone. */
  readonly group: GroupId | null;
}

/** UTF-8 bytes of a group's documents at percentiles over all splits; a part of a long document counts as one. */
export interface DocumentLengths {
  readonly min: number;
  readonly p5: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
  readonly p95: number;
  readonly max: number;
}

export interface AddOptions {
  /** Groups of what lies inside a dropped folder: one per sub-folder and per file of records. False: one per path. */
  readonly perChild?: boolean;
}

/** What dropping paths would make. */
export interface DropPlan {
  readonly perPath: readonly PlannedGroup[];
  /** With `perChild`; null where no dropped folder has sub-folders or files of records. */
  readonly perChild: readonly PlannedGroup[] | null;
  /** Files that no group would take, under either choice, and why; the first thousand. */
  readonly notTaken: { readonly perPath: readonly RejectedFile[]; readonly perChild: readonly RejectedFile[] };
}

export interface PlannedGroup {
  readonly name: string;
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
}

/** What adding several groups came to: it goes on when one fails. */
export interface AddedGroups {
  readonly added: readonly GroupSummary[];
  readonly failed: readonly { readonly path: string; readonly message: string; readonly remedy: string }[];
  /** Files that no group took, and why. */
  readonly notTaken: readonly RejectedFile[];
}

/** Values of a field over all records of a group's source, the most frequent first. */
export interface FieldValues {
  readonly field: string;
  /** At most two thousand; `otherValues` says how many more there are. */
  readonly values: readonly { readonly value: string; readonly documents: number; readonly bytes: number }[];
  readonly otherValues: number;
  /** Documents that lack the field or hold something other than text, a number or a truth value there. */
  readonly without: number;
}

export interface SplitOptions {
  /** Values that become groups; the most frequent ones unless given. */
  readonly values?: readonly string[];
  /** At most so many groups; 20 unless given. Not heeded with `values`. */
  readonly most?: number;
}

export interface SplitGroup {
  readonly groups: readonly GroupSummary[];
  /** Values that became no group, with the reason. */
  readonly left: readonly { readonly value: string; readonly documents: number; readonly reason: string }[];
}

/** Several changes that undo and redo make as one. */
export interface GroupSwap {
  /** Put into the trash, and put back out of it. */
  readonly remove: readonly GroupId[];
  readonly restore: readonly GroupId[];
  readonly enable: readonly GroupId[];
  readonly disable: readonly GroupId[];
}

export interface DocumentPreview {
  readonly index: number;
  readonly split: 'train' | 'val' | 'test';
  readonly bytes: number;
  /** The first characters, cut at a character boundary. */
  readonly text: string;
  readonly isCut: boolean;
}

export interface GroupCalls extends SourceCalls, OverlapCalls, MixtureFileCalls {
  listGroups(): Promise<readonly GroupSummary[]>;
  /** Reads, deduplicates and splits the text; resolves when done. Progress comes as `taskMoved`. */
  addGroup(group: GroupInput): Promise<GroupSummary>;
  /** What `addGroupsFrom` would make of these paths; reads names and sizes only. */
  planGroups(paths: readonly string[]): Promise<DropPlan>;
  /** One group per folder or file, or per what lies inside. A path that fails does not stop the others. */
  addGroupsFrom(paths: readonly string[], options?: AddOptions): Promise<AddedGroups>;
  renameGroup(id: GroupId, name: string): Promise<GroupSummary>;
  recolourGroup(id: GroupId, colour: number): Promise<GroupSummary>;
  /** Switches groups on or off. */
  enableGroups(ids: readonly GroupId[], isEnabled: boolean): Promise<readonly GroupSummary[]>;
  /** Another group of the same source and text. @param name the group's name with a number unless given */
  duplicateGroup(id: GroupId, name?: string): Promise<GroupSummary>;
  /**
   * Makes one group of the sources of several, each document once. The merged groups stay and are switched off.
   * Groups whose readers, patterns or text fields differ become one source with `more`.
   */
  mergeGroups(ids: readonly GroupId[], name: string): Promise<GroupSummary>;
  /** Counts the values of a field, to be looked at before a group is split by it. Progress comes as `taskMoved`. */
  fieldValues(id: GroupId, field: string): Promise<FieldValues>;
  /** Makes a group of each value of a field, named by the value. The group that is split stays and is switched off. */
  splitGroup(id: GroupId, field: string, options?: SplitOptions): Promise<SplitGroup>;
  /** What undo and redo of merging, splitting and duplicating call. */
  swapGroups(swap: GroupSwap): Promise<void>;
  removeGroup(id: GroupId): Promise<void>;
  /** Reads the sources again; a changed text makes a new version. */
  refreshGroup(id: GroupId): Promise<GroupSummary>;
  /** Points a group at the place that its source has moved to, and reads it there. */
  relocateGroup(id: GroupId, paths: readonly string[]): Promise<GroupSummary>;
  rejectedFiles(id: GroupId): Promise<readonly RejectedFile[]>;
  documentLengths(id: GroupId): Promise<DocumentLengths>;
  /** The newest first. */
  groupVersions(id: GroupId): Promise<readonly GroupVersion[]>;
  /** In the order of the experiment's groups; so results on other text can be marked. */
  experimentTexts(id: ExperimentId): Promise<readonly ExperimentText[]>;
  /** Ends a task that `taskMoved` tells of, where it can be ended; what asked for it is refused with `task_cancelled`. */
  cancelTask(task: string): Promise<void>;
  previewDocuments(
    id: GroupId,
    from: number,
    limit: number,
  ): Promise<{ readonly total: number; readonly documents: readonly DocumentPreview[] }>;
  /** Builds the sample workspace's groups of real text; those already there are kept. */
  buildSample(names?: readonly string[]): Promise<readonly GroupSummary[]>;
  /** All groups that are switched on unless named. */
  tokenize(tokenizer: string, ids?: readonly GroupId[]): Promise<readonly GroupSummary[]>;
}

export interface GroupNews {
  groupsChanged: null;
}

/** Calls on the workspace's groups of text. */
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
  /** JSONL: dotted path of the text field. */
  readonly textField: string;
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

export interface RejectedFile {
  readonly file: string;
  readonly reason: string;
}

export interface DocumentPreview {
  readonly index: number;
  readonly split: 'train' | 'val' | 'test';
  readonly bytes: number;
  /** The first characters, cut at a character boundary. */
  readonly text: string;
  readonly isCut: boolean;
}

export interface GroupCalls {
  listGroups(): Promise<readonly GroupSummary[]>;
  /** Reads, deduplicates and splits the text; resolves when done. Progress comes as `taskMoved`. */
  addGroup(group: GroupInput): Promise<GroupSummary>;
  /** One group per folder or file dropped. */
  addGroupsFrom(paths: readonly string[]): Promise<readonly GroupSummary[]>;
  renameGroup(id: GroupId, name: string): Promise<GroupSummary>;
  recolourGroup(id: GroupId, colour: number): Promise<GroupSummary>;
  removeGroup(id: GroupId): Promise<void>;
  /** Reads the sources again; a changed text makes a new version. */
  refreshGroup(id: GroupId): Promise<GroupSummary>;
  /** Points a group at the place that its source has moved to, and reads it there. */
  relocateGroup(id: GroupId, paths: readonly string[]): Promise<GroupSummary>;
  rejectedFiles(id: GroupId): Promise<readonly RejectedFile[]>;
  previewDocuments(
    id: GroupId,
    from: number,
    limit: number,
  ): Promise<{ readonly total: number; readonly documents: readonly DocumentPreview[] }>;
  /** Builds the sample workspace's groups of real text; those already there are kept. */
  buildSample(names?: readonly string[]): Promise<readonly GroupSummary[]>;
  tokenize(tokenizer: string, ids?: readonly GroupId[]): Promise<readonly GroupSummary[]>;
}

export interface GroupNews {
  groupsChanged: null;
}

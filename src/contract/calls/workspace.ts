/** Calls on the workspace as a whole, and news that belong to no single part of it. */
import type { LogLine, RunId } from './runs.ts';
import type { KeptCopy } from './shell.ts';

export interface WorkspaceFacts {
  readonly folder: string;
  readonly name: string;
  readonly groups: number;
  readonly experiments: number;
  readonly runs: number;
  readonly version: string;
  /** 'read': it is only looked at, and nothing can be changed. */
  readonly access: 'write' | 'read';
  /** Opened in safe mode: no run starts, and the window skips the last view. */
  readonly isSafe: boolean;
  /** Records that could not be read at this start; they are in the trash with the reason. */
  readonly setAside: number;
}

/** What undo and redo would do now, as a person reads it: `rename law to legal`. */
export interface EditHistory {
  readonly undo: string | null;
  readonly redo: string | null;
}

export type TrashKind = 'group' | 'experiment' | 'run';

/** Something that was removed and can be put back. */
export interface TrashedItem {
  readonly kind: TrashKind;
  readonly id: string;
  /** What it was called. */
  readonly title: string;
  readonly trashedAt: string;
  /** Bytes on the disk that removing it for good would free: what others share stays. */
  readonly bytes: number;
  /** Why it was set aside at a start; null when a person removed it. */
  readonly problem: string | null;
}
export type TrashName = Pick<TrashedItem, 'kind' | 'id'>;

/** What copying or moving a workspace did. */
export interface TransferReport {
  readonly from: string;
  readonly to: string;
  readonly files: number;
  readonly bytes: number;
}

/** The answer to a question in SQL. */
export interface SqlAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Whether there were more rows than asked for. */
  readonly isCut: boolean;
  readonly seconds: number;
}

export interface SchemaTable {
  readonly name: string;
  readonly kind: 'table' | 'view';
  readonly columns: readonly string[];
}

export interface WorkspaceCalls {
  workspace(): Promise<WorkspaceFacts>;

  /** Edits are remembered in the workspace, so that they can be taken back after it was closed. Results are never undone. */
  history(): Promise<EditHistory>;
  /** Takes the last edit back. Nothing happens when there is none. */
  undo(): Promise<EditHistory>;
  /** Makes the edit again that was taken back last. */
  redo(): Promise<EditHistory>;

  listTrash(): Promise<readonly TrashedItem[]>;
  /** Puts a run into the trash, out of every experiment that holds it. Groups and experiments have calls of their own. */
  removeRun(id: RunId): Promise<void>;
  /** Puts something back where it was. A group whose name another has meanwhile comes back with a number. */
  restoreTrashed(item: TrashName): Promise<void>;
  /** When the store was last written, as an ISO time; null before it ever was. */
  savedAt(): Promise<string | null>;
  /** Copies of the store, the newest first: daily ones, of which some are kept, and those that a person named. */
  listCopies(): Promise<readonly KeptCopy[]>;
  /** Keeps a copy of the store under a name. Texts, shards and checkpoints are not copied. */
  keepCopy(name: string): Promise<KeptCopy>;
  removeCopy(file: string): Promise<void>;
  /** Copies the whole workspace to a folder that is empty or not there yet, and compares every file with its original. */
  copyWorkspace(folder: string): Promise<TransferReport>;
  /** Removes the workspace that this one is a checked copy of: the end of a move. @returns bytes that were freed */
  removeOriginal(folder: string): Promise<number>;
  /** Asks the store a question that changes nothing. @param limits rows at most; seconds at most */
  sql(query: string, limits?: { readonly rows?: number; readonly seconds?: number }): Promise<SqlAnswer>;
  /** Tables that can be asked. */
  schema(): Promise<readonly SchemaTable[]>;
  /** Removes for good; all of it unless named. @returns what was removed, and bytes that were freed on the disk */
  emptyTrash(items?: readonly TrashName[]): Promise<{ readonly removed: number; readonly bytes: number }>;
}

export interface WorkspaceNews {
  historyMoved: EditHistory;
  trashChanged: null;
  /** A long task: reading text, tokenising, downloading sample packages. `done` of `total`, total 0 when unknown. */
  taskMoved: {
    readonly task: string;
    readonly label: string;
    readonly done: number;
    readonly total: number;
    readonly isFinished: boolean;
  };
  logged: LogLine & { readonly run: RunId | null };
}

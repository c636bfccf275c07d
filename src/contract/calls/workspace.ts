/** Calls on the workspace as a whole, and news that belong to no single part of it. */
import type { RunId } from './runs.ts';

export interface WorkspaceFacts {
  readonly folder: string;
  readonly name: string;
  readonly groups: number;
  readonly experiments: number;
  readonly runs: number;
  readonly version: string;
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
  logged: { readonly level: 'info' | 'warn' | 'error'; readonly message: string; readonly run: RunId | null };
}

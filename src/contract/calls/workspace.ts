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

export interface WorkspaceCalls {
  workspace(): Promise<WorkspaceFacts>;

  /** Edits are remembered in the workspace, so that they can be taken back after it was closed. Results are never undone. */
  history(): Promise<EditHistory>;
  /** Takes the last edit back. Nothing happens when there is none. */
  undo(): Promise<EditHistory>;
  /** Makes the edit again that was taken back last. */
  redo(): Promise<EditHistory>;
}

export interface WorkspaceNews {
  historyMoved: EditHistory;
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

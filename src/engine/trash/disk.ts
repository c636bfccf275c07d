/** What lies on the disk for a group or a run, and letting it go. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RunId } from '#contract/api';
import { checkpointFolder } from '../running/checkpointing.ts';
import type { Store } from '../store/index.ts';
import type { Workspace } from '../workspace.ts';

/** Bytes of all files below a folder; 0 when there is none. */
export function folderBytes(folder: string): number {
  let bytes = 0;
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    bytes += entry.isDirectory() ? folderBytes(path) : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  }
  return bytes;
}

/** Folders of a text and its shards. */
export function textFolders(store: Store, workspace: Workspace, version: string): readonly string[] {
  const shards = store.shards.ofText(version).map(({ key }) => join(workspace.shards, key));
  return [...shards, join(workspace.texts, version)];
}

/** Removes text and shards that no group has, not even in the trash, and that no unfinished run needs. */
export function sweepText(store: Store, workspace: Workspace, version: string): void {
  if (store.groups.holdText(version) || store.runs.needText(version)) return;
  for (const folder of textFolders(store, workspace, version)) rmSync(folder, { recursive: true, force: true });
}

/** Bytes of a run's checkpoint or model. */
export function runBytes(workspace: Workspace, run: RunId): number {
  return folderBytes(checkpointFolder(workspace.checkpoints, run));
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

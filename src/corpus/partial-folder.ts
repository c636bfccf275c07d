/** Folders that appear whole or not at all: written under another name and renamed when complete. */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '#base/refusal';

const prefix = '.partial-';
const active = new Set<string>();

/**
 * Lets `write` fill a new folder inside `parent`, then gives it the name that `write` returns. When that name is taken
 * already, what is there stays: names here are content keys, so it is the same.
 *
 * What a killed process left behind is removed first.
 *
 * @returns path of the finished folder
 * @throws  Refusal `disk_full`, `workspace_read_only`
 */
export async function fillFolder(parent: string, write: (folder: string) => Promise<string>): Promise<string> {
  try {
    mkdirSync(parent, { recursive: true });
    removeLeftovers(parent);
    const partial = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
    active.add(partial);
    try {
      const name = await write(partial);
      return settle(partial, join(parent, name));
    } finally {
      active.delete(partial);
      rmSync(partial, { recursive: true, force: true });
    }
  } catch (error) {
    throw asRefusal(error, parent);
  }
}

function settle(partial: string, place: string): string {
  if (isThere(place)) return place;
  try {
    renameSync(partial, place);
  } catch (error) {
    if (!isThere(place)) throw error; // else another process was faster
  }
  return place;
}

function isThere(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false }) !== undefined;
}

function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(parent, name);
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    const isInUse = pid === process.pid ? active.has(folder) : isAlive(pid);
    if (!isInUse) rmSync(folder, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The system's word for a full or locked disk, in ours; other errors as they are. */
function asRefusal(error: unknown, folder: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Refusal(
      'disk_full',
      `There is no room left on the disk for ${folder}.`,
      { file: folder, remedy: 'Make room or move the workspace to a larger disk; nothing half-written was kept.' },
      { cause: error },
    );
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return new Refusal(
      'workspace_read_only',
      `${folder} cannot be written to.`,
      { file: folder, remedy: 'Allow writing there, or copy the workspace to a folder of your own.' },
      { cause: error },
    );
  return error;
}

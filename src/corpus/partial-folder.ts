/** Folders that appear whole or not at all: written under another name and renamed when complete. */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { asDiskRefusal } from './disk-refusals.ts';

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
    throw asDiskRefusal(error, parent);
  }
}

/**
 * Lends a folder inside `parent` for as long as `work` lasts.
 *
 * @throws Refusal `disk_full`, `workspace_read_only`
 */
export async function withScratch<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  try {
    mkdirSync(parent, { recursive: true });
    removeLeftovers(parent);
    const scratch = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
    active.add(scratch);
    try {
      return await work(scratch);
    } finally {
      active.delete(scratch);
      rmSync(scratch, { recursive: true, force: true });
    }
  } catch (error) {
    throw asDiskRefusal(error, parent);
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

/**
 * Copies a workspace to another folder and checks the copy: every file by its hash, the store by SQLite's own check. The
 * copy is made beside its place and renamed when it is whole. A move is a copy whose original is removed once the copy is open.
 */
import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { formatBytes } from '#base/format';
import { Refusal } from '#base/refusal';
import type { TransferReport } from '#contract/api';
import { checkDatabase } from '../store/database.ts';
import { folderBytes } from '../trash/disk.ts';

export interface TransferSetting {
  /** Of the workspace that is copied. */
  readonly folder: string;
  /** Writes a copy of the open store. */
  readonly copyStore: (file: string) => Promise<void>;
  /** Bytes free where a folder is or would be. */
  readonly freeBytesAt: (folder: string) => number;
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
  /** Aborted when the person wants no copy any more. */
  readonly signal?: AbortSignal;
}

/** What the copy does not take: the lock, and the store, which is copied through SQLite. */
const left = /^(engine\.lock.*|engine\.json|workspace\.sqlite.*|moved-from\.json)$/;
/** Names the original inside a copy, until the original is removed or the copy is used on its own. */
const marker = 'copied-from.json';

/** @throws Refusal `destination_taken`, `disk_full`, `copy_differs` */
export async function copyWorkspace(destination: string, setting: TransferSetting): Promise<TransferReport> {
  const { folder, copyStore } = setting;
  const to = resolve(destination);
  refuseTaken(to, folder);
  const total = folderBytes(folder);
  const free = setting.freeBytesAt(to);
  if (free < total * 1.02)
    throw new Refusal(
      'disk_full',
      `The workspace takes ${formatBytes(total)}, and ${formatBytes(free)} are free there.`,
      {
        file: to,
        remedy: 'Free some space, or choose another disk. Nothing was copied.',
      },
    );

  const draft = `${to}.partial`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  try {
    let [files, bytes] = [0, 0];
    for (const path of filesIn(folder)) {
      setting.signal?.throwIfAborted();
      bytes += await copyChecked(join(folder, path), join(draft, path));
      files++;
      setting.onProgress(bytes, total);
    }
    const store = join(draft, 'workspace.sqlite');
    await copyStore(store);
    checkDatabase(store);
    bytes += statSync(store).size;
    setting.signal?.throwIfAborted();
    writeFileSync(join(draft, marker), JSON.stringify({ from: folder }));
    if (existsSync(to)) rmSync(to, { recursive: true }); // empty, as was made sure above
    renameSync(draft, to);
    return { from: folder, to, files: files + 1, bytes };
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

/** Removes the workspace that `copy` was made of. @returns bytes that were freed */
export function removeOriginal(copy: string, original: string): number {
  const from = resolve(original);
  const note = join(copy, marker);
  const isOriginal =
    existsSync(note) && (JSON.parse(readFileSync(note, 'utf8')) as { from: string }).from === from && from !== copy;
  if (!isOriginal)
    throw new Refusal('destination_taken', `${copy} is not a checked copy of ${from}.`, {
      file: from,
      remedy: 'Nothing was removed. Copy the workspace first.',
    });
  const bytes = folderBytes(from);
  rmSync(from, { recursive: true, force: true });
  rmSync(note);
  return bytes;
}

/** Free bytes where a folder is or would be. */
export function freeBytesAt(folder: string): number {
  let place = resolve(folder);
  while (!existsSync(place)) place = dirname(place);
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize;
}

function refuseTaken(to: string, folder: string): void {
  const inside = (a: string, b: string): boolean => a === b || a.startsWith(b.endsWith(sep) ? b : b + sep);
  const isTaken = existsSync(to) && (!statSync(to).isDirectory() || readdirSync(to).length > 0);
  if (!isTaken && !inside(to, folder) && !inside(folder, to)) return;
  throw new Refusal(
    'destination_taken',
    isTaken ? `The folder ${to} holds something already.` : `${to} and the workspace lie inside each other.`,
    { file: to, remedy: 'Name a folder that is empty or not there yet, outside the workspace.' },
  );
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !left.test(path))
    .sort();
}

/** @returns bytes of the file */
async function copyChecked(from: string, to: string): Promise<number> {
  mkdirSync(dirname(to), { recursive: true });
  const read = createHash('sha256');
  const source = createReadStream(from);
  source.on('data', (chunk) => read.update(chunk));
  await pipeline(source, createWriteStream(to));
  const written = createHash('sha256');
  await pipeline(createReadStream(to), written);
  if (read.digest('hex') !== written.digest('hex'))
    throw new Refusal('copy_differs', `The copy of ${from} differs from its original.`, {
      file: to,
      remedy: 'Check the disk, then try again or choose another place. The original is as it was.',
    });
  return statSync(to).size;
}

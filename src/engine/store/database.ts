/** Opens the SQLite file of a workspace: checks it before touching it, then brings its layout up to date. */
import { existsSync, mkdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { Refusal } from '#base/refusal';
import { migrations } from './migrations/index.ts';

/** Larger stores are not checked page by page at every start, which would take longer than a person waits. */
const largestCheckedBytes = 256 * 2 ** 20;

/**
 * @param access 'read' changes nothing in the file and may run beside another engine
 * @throws Refusal `workspace_newer`, `workspace_damaged` or `workspace_read_only`; the file is as it was
 */
export function openDatabase(file: string, access: 'write' | 'read' = 'write'): Database {
  let db: Database | undefined;
  try {
    db = new Sqlite(file, { readonly: access === 'read', fileMustExist: access === 'read', timeout: 5000 });
    refuseNewer(db, file);
    if (existsSync(file) && statSync(file).size <= largestCheckedBytes) refuseDamaged(db, file);
    db.pragma('foreign_keys = ON');
    if (access === 'write') {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = NORMAL'); // a power cut may lose the last moments, never the file
      if (versionOf(db) > 0 && versionOf(db) < migrations.length) keepBefore(db, file);
      migrate(db);
    } else if (versionOf(db) < migrations.length) {
      throw new Refusal('workspace_read_only', `${file} has an older layout and must be brought up to date first.`, {
        file,
        remedy: 'Open the workspace once in the window or with `aioli tokenize`, then ask again.',
      });
    }
    return db;
  } catch (error) {
    db?.close();
    throw refusalOf(error, file);
  }
}

export function sqliteVersion(): string {
  const db = new Sqlite(':memory:');
  try {
    return db.prepare<[], string>('SELECT sqlite_version()').pluck().get()!;
  } finally {
    db.close();
  }
}

function versionOf(db: Database): number {
  return db.pragma('user_version', { simple: true }) as number;
}

function refuseNewer(db: Database, file: string): void {
  const version = versionOf(db);
  if (version <= migrations.length) return;
  throw new Refusal(
    'workspace_newer',
    `This workspace was written by a newer version (layout ${version}; this version knows up to ${migrations.length}).`,
    { file, remedy: 'Open it with the version that wrote it, or a later one. Nothing was changed.' },
  );
}

function refuseDamaged(db: Database, file: string): void {
  const result = db.pragma('quick_check(1)', { simple: true });
  if (result !== 'ok') throw damaged(file, String(result));
}

/** Before the layout changes, the store is copied as it was: an older version of the program can still open the copy. */
function keepBefore(db: Database, file: string): void {
  const copies = join(dirname(file), 'copies');
  const { bavail, bsize } = statfsSync(dirname(file));
  if (bavail * bsize < 2 * statSync(file).size) return;
  mkdirSync(copies, { recursive: true });
  const copy = join(copies, `before layout ${versionOf(db) + 1}.${fileStamp(new Date(statSync(file).mtimeMs))}.sqlite`);
  if (existsSync(copy)) return;
  rmSync(`${copy}.new`, { force: true }); // of a start that was broken off
  db.prepare('VACUUM INTO ?').run(`${copy}.new`);
  renameSync(`${copy}.new`, copy);
}

/** A time as it stands in the names of copies: `20261124T140200`. */
export function fileStamp(at: Date): string {
  return at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}

/** Makes a copy one file, without a log beside it. */
export function leaveWal(file: string): void {
  const db = new Sqlite(file);
  db.pragma('journal_mode = DELETE');
  db.close();
}

/** @throws Refusal `workspace_damaged`, `workspace_newer` when the file is no store that could be opened */
export function checkDatabase(file: string): void {
  let db: Database | undefined;
  try {
    db = new Sqlite(file, { readonly: true, fileMustExist: true });
    refuseNewer(db, file);
    refuseDamaged(db, file);
  } catch (error) {
    throw refusalOf(error, file);
  } finally {
    db?.close();
  }
}

function migrate(db: Database): void {
  for (let version = versionOf(db); version < migrations.length; version++) {
    db.transaction(() => {
      db.exec(migrations[version]!);
      db.pragma(`user_version = ${version + 1}`);
    })();
  }
}

/** What SQLite's own words mean for a person; anything unknown stays a bug. */
export function refusalOf(error: unknown, file: string): unknown {
  const code = error instanceof Sqlite.SqliteError ? error.code : '';
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB'))
    return damaged(file, (error as Error).message, error);
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_PERM'))
    return new Refusal(
      'workspace_read_only',
      `The store of this workspace cannot be written: ${(error as Error).message}.`,
      { file, remedy: 'Give yourself write permission on the folder, or copy the workspace to a place you can write.' },
      { cause: error },
    );
  if (code.startsWith('SQLITE_FULL')) return diskFull(file, error);
  return error;
}

function damaged(file: string, detail: string, cause?: unknown): Refusal {
  return new Refusal(
    'workspace_damaged',
    `The store of this workspace is damaged: ${detail}.`,
    {
      file,
      remedy:
        'Nothing was changed. Put back a kept copy (`aioli workspace restore`), or move the file away to start an empty store; texts, shards and checkpoints stay where they are.',
    },
    { cause },
  );
}

/** The refusal for a disk without room, wherever it was met. */
export function diskFull(file: string, cause?: unknown): Refusal {
  return new Refusal(
    'disk_full',
    'There is no room left on the disk of this workspace.',
    { file, remedy: 'Free some space, or move the workspace to a larger disk, then resume. Nothing stored was lost.' },
    { cause },
  );
}

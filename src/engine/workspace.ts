/** The workspace folder: its layout, and the lock that lets one engine at a time write in it. */
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Refusal } from '#base/refusal';

const lockFile = 'engine.lock';

export interface Workspace {
  readonly folder: string;
  readonly name: string;
  readonly store: string;
  readonly texts: string;
  readonly shards: string;
  readonly checkpoints: string;
  readonly reports: string;
  /** Whether this process holds the lock. */
  readonly isOwner: boolean;
  /** Whether an engine works here: this one, or the one that holds the lock now. */
  readonly isEngineAlive: () => boolean;
  /** Bytes that may still be written here. */
  freeBytes(): number;
  /** Lets another engine in. */
  release(): void;
}

/**
 * How an engine stands to a workspace: 'write' owns it; 'read' takes no lock, makes nothing, and may look on while another
 * engine works; 'beside' owns it when nobody does, and otherwise may change what the working engine heeds (its queue).
 */
export type Access = 'write' | 'read' | 'beside';

/**
 * Opens or makes a workspace.
 *
 * @throws Refusal `workspace_busy`, `workspace_read_only`, or `folder_missing` when there is nothing to read
 */
export function openWorkspace(folder: string, access: Access = 'write'): Workspace {
  const root = resolve(folder);
  const at = (name: string): string => join(root, name);
  const isOwner = access === 'write' || (access === 'beside' && !isLocked(root));
  if (access === 'beside') look(root);
  const release = isOwner ? claim(root) : look(root);
  return {
    isOwner,
    isEngineAlive: () => (isOwner ? access === 'write' : isLocked(root)), // whoever is 'beside' trains nothing
    folder: root,
    name: basename(root),
    store: at('workspace.sqlite'),
    texts: at('texts'),
    shards: at('shards'),
    checkpoints: at('checkpoints'),
    reports: at('reports'),
    freeBytes: () => {
      const { bavail, bsize } = statfsSync(root);
      return bavail * bsize;
    },
    release,
  };
}

function look(root: string): () => void {
  if (!existsSync(join(root, 'workspace.sqlite')))
    throw new Refusal('folder_missing', `There is no workspace in ${root}.`, {
      file: root,
      remedy: 'Name another folder with --workspace, or make one here with `aioli sample`.',
    });
  return () => undefined;
}

function claim(root: string): () => void {
  try {
    for (const name of ['texts', 'shards', 'checkpoints', 'reports']) mkdirSync(join(root, name), { recursive: true });
    const release = lock(root);
    writeFileSync(join(root, 'README.txt'), readme);
    return release;
  } catch (error) {
    throw unwritable(error, root) ?? error;
  }
}

/**
 * The lock is a transaction of SQLite on a file of its own: the system ends it with the process, however that dies, so
 * there is no stale lock to judge. Who holds it is written beside it, for the message only.
 */
function lock(root: string): () => void {
  const holder = join(root, 'engine.json');
  const db = new Sqlite(join(root, lockFile), { timeout: 200 }); // a reader that asks whether it is held is gone sooner
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) throw busy(root, holder);
    throw error;
  }
  writeFileSync(holder, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }));
  return () => {
    rmSync(holder, { force: true });
    db.close();
  };
}

/** Whether a living process holds the lock. */
function isLocked(root: string): boolean {
  const file = join(root, lockFile);
  if (!existsSync(file)) return false;
  const db = new Sqlite(file, { timeout: 0, readonly: true });
  try {
    db.prepare('SELECT count(*) FROM sqlite_master').get();
    return false;
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return true;
    throw error;
  } finally {
    db.close();
  }
}

function busy(root: string, holder: string): Refusal {
  return new Refusal('workspace_busy', `This workspace is open in another engine${holderIn(holder)}.`, {
    file: root,
    remedy: 'Close the other window or command that uses it, or open another workspace.',
  });
}

function holderIn(file: string): string {
  try {
    const { pid, since } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; since: string };
    return ` (process ${pid}, since ${since})`;
  } catch {
    return ''; // the holder has not written it yet; the message does without
  }
}

/** The refusal for a folder that cannot be written, or undefined when the error says something else. */
export function unwritable(error: unknown, folder: string): Refusal | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // ENOENT is what Node says when it should make a folder, and those above it, on a disk that cannot be written
  if (!/^(EACCES|EPERM|EROFS|ENOENT|ENOTDIR|EEXIST|SQLITE_READONLY.*|SQLITE_CANTOPEN.*|SQLITE_PERM)$/.test(code))
    return undefined;
  return new Refusal(
    'workspace_read_only',
    `The workspace ${folder} cannot be written (${code}).`,
    { file: folder, remedy: 'Give yourself write permission on the folder, or choose another place.' },
    { cause: error },
  );
}

const readme = `This folder is a workspace of Aioli Workbench. It can be copied and opened elsewhere.

workspace.sqlite   groups, experiments, runs and their results
texts/             the text of each group as it was read, by content
shards/            the text as tokens, by content and tokenizer; can be built again
checkpoints/       one folder a run: where an unfinished run goes on, or the model of a finished one
reports/           exported tables and reports
sample/            where the sample's text was built, if it was
engine.lock        held while an engine has the workspace open (engine.json says which)
`;

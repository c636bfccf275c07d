/**
 * Opens a store only to look at it. Where SQLite needs to write beside the file (a medium that cannot be written, an older
 * layout), a temporary copy is opened in its place.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Refusal } from '#base/refusal';
import { openStore, type Store } from '../store/index.ts';

export interface LookedAt {
  readonly store: Store;
  /** The file that is open. */
  readonly file: string;
  readonly close: () => void;
}

/** @param isEngineAlive whether another engine works on it */
export function openToLook(file: string, isEngineAlive: () => boolean): LookedAt {
  try {
    const store = openStore(file, 'read', isEngineAlive);
    return { store, file, close: store.close };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'workspace_read_only' || !existsSync(file)) throw error;
    return openCopy(file, isEngineAlive);
  }
}

function openCopy(file: string, isEngineAlive: () => boolean): LookedAt {
  const folder = mkdtempSync(join(tmpdir(), 'aioli-look-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const copy = join(folder, basename(file));
  try {
    for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
    openStore(copy).close(); // brings the copy's layout up to date
    const store = openStore(copy, 'read', isEngineAlive);
    const close = (): void => {
      store.close();
      remove();
    };
    return { store, file: copy, close };
  } catch (error) {
    remove();
    throw error;
  }
}

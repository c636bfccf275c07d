/**
 * Copies of the store in the workspace's folder `copies`: one a day, of which the newest are kept, and those that a
 * person named. A copy is written beside its place and renamed, so that what is there is whole.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '#base/refusal';
import type { KeptCopy } from '#contract/api';
import { checkDatabase, fileStamp } from '../store/database.ts';
import { openWorkspace } from '../workspace.ts';

/** Daily copies that are kept, and of a store that is larger than a gibibyte. */
const dailiesKept = 7;
const largeDailiesKept = 2;
const largeBytes = 2 ** 30;
/** What must be left on the disk after a daily copy, so that it never is what fills it. */
const spareBytes = 512 * 2 ** 20;
const daily = /^daily-(\d{4}-\d\d-\d\d)\.sqlite$/;
const named = /^(.+)\.(\d{8}T\d{6})\.sqlite$/;

export interface Copies {
  readonly list: () => readonly KeptCopy[];
  /** @throws Refusal `option_invalid` for a name that no file can have */
  readonly keep: (name: string) => Promise<KeptCopy>;
  /** Makes today's copy unless it is there or the disk is nearly full. @returns whether it made one */
  readonly keepDaily: () => Promise<boolean>;
  /** @throws Refusal `copy_unknown` */
  readonly remove: (file: string) => void;
}

export interface CopiesSetting {
  /** Of the workspace. */
  readonly folder: string;
  /** Writes a copy of the open store. */
  readonly copyStore: (file: string) => Promise<void>;
  readonly freeBytes: () => number;
  readonly now: () => Date;
}

export function openCopies({ folder, copyStore, freeBytes, now }: CopiesSetting): Copies {
  const copies = join(folder, 'copies');
  const write = async (file: string): Promise<void> => {
    mkdirSync(copies, { recursive: true });
    const draft = join(copies, `${file}.new`);
    rmSync(draft, { force: true });
    await copyStore(draft);
    renameSync(draft, join(copies, file));
  };
  return {
    list: () => listCopies(folder),
    keep: async (name) => {
      const wanted = fileNameOf(name);
      const file = `${wanted}.${fileStamp(now())}.sqlite`;
      await write(file);
      return listCopies(folder).find((copy) => copy.file === file)!;
    },
    keepDaily: async () => {
      const file = `daily-${now().toISOString().slice(0, 10)}.sqlite`;
      const size = statSync(join(folder, 'workspace.sqlite'), { throwIfNoEntry: false })?.size ?? 0;
      if (existsSync(join(copies, file)) || freeBytes() < 2 * size + spareBytes) return false;
      await write(file);
      const dailies = listCopies(folder).filter((copy) => copy.name === '');
      for (const old of dailies.slice(size > largeBytes ? largeDailiesKept : dailiesKept))
        rmSync(join(copies, old.file), { force: true });
      return true;
    },
    remove: (file) => rmSync(known(folder, file)),
  };
}

/** The copies in a workspace's folder, the newest first; it need not be open, or be one. */
export function listCopies(folder: string): readonly KeptCopy[] {
  const copies = join(folder, 'copies');
  if (!existsSync(copies)) return [];
  return readdirSync(copies)
    .flatMap((file): readonly KeptCopy[] => {
      const name = daily.test(file) ? '' : named.exec(file)?.[1];
      const found = statSync(join(copies, file), { throwIfNoEntry: false });
      return name === undefined || !found
        ? []
        : [{ file, name, at: new Date(found.mtimeMs).toISOString(), bytes: found.size }];
    })
    .sort((a, b) => b.at.localeCompare(a.at) || b.file.localeCompare(a.file));
}

/**
 * Puts a copy back in place of the store. What was there is kept as a copy of its own.
 *
 * @throws Refusal `copy_unknown`, `workspace_damaged` when the copy itself is, `workspace_busy`
 */
export function restoreCopy(folder: string, file: string, now: Date): void {
  const workspace = openWorkspace(folder);
  try {
    putBack(folder, file, now);
  } finally {
    workspace.release();
  }
}

function putBack(folder: string, file: string, now: Date): void {
  const copy = known(folder, file);
  checkDatabase(copy);
  const store = join(folder, 'workspace.sqlite');
  const draft = `${store}.new`;
  copyFileSync(copy, draft);
  for (const suffix of ['-wal', '-shm', ''])
    if (existsSync(store + suffix))
      renameSync(store + suffix, join(folder, 'copies', `before going back.${fileStamp(now)}.sqlite${suffix}`));
  renameSync(draft, store);
}

function known(folder: string, file: string): string {
  if (!listCopies(folder).some((copy) => copy.file === file))
    throw new Refusal('copy_unknown', `There is no kept copy named ${file}.`, {
      file: join(folder, 'copies'),
      remedy: 'Choose one of those that are listed.',
    });
  return join(folder, 'copies', file);
}

function fileNameOf(name: string): string {
  const wanted = name.trim();
  if (wanted === '' || wanted.length > 80 || /[/\\:*?"<>|\p{Cc}]/u.test(wanted) || wanted.startsWith('.'))
    throw new Refusal('option_invalid', 'A copy needs a name that a file can have.', {
      field: 'name',
      remedy: 'Use up to 80 letters, digits, spaces, dashes and points.',
    });
  return wanted;
}

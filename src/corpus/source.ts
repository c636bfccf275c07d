/** Where a group's text comes from, and its files in an order that is the same on every machine. */
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Refusal } from '#base/refusal';
import { matcherOf } from './globs.ts';
import type { FieldValue } from './readers/fields.ts';
import type { Rejection } from './readers/reader.ts';

/** Text of one group: files and folders, and how to read them. */
export interface TextSource {
  /** Files or folders, absolute or relative to the root that is given with them. */
  readonly paths: readonly string[];
  /** Glob patterns inside folders; empty means what the reader takes by default. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Reader id, or 'auto' to choose by file name. */
  readonly reader: string;
  /** Records: name or dotted path of the field or column that holds the text; empty to guess. */
  readonly textField: string;
  /** Records: only those whose field holds this value. */
  readonly where?: FieldValue;
  /** Further sources that are read after this one, each in its own way. */
  readonly more?: readonly TextSource[];
}

/** A source and those that are read after it. */
export function partsOf(source: TextSource): readonly TextSource[] {
  return [source, ...(source.more ?? [])];
}

export interface SourceFile {
  /** Absolute. */
  readonly file: string;
  readonly bytes: number;
}

export interface PassedOver {
  readonly file: string;
  /** Continues a sentence that begins with the file's name. */
  readonly reason: string;
  /** Whether reader or patterns say so; false for what is hidden or excluded on purpose. */
  readonly isUnwanted: boolean;
}

export interface Walk {
  readonly files: readonly SourceFile[];
  /** Files and folders that were seen and are not wanted, and why: hidden, left out by a pattern, of another kind. */
  readonly passedOver: readonly PassedOver[];
}

/**
 * Files of a source: paths in byte order, folders walked depth first, names in byte order. Files given by name are
 * always taken. Below a folder, hidden names and node_modules are left out, links are followed, and a folder that
 * links lead to again is entered once.
 *
 * @param takes  whether a file is wanted by its name, where the source has no `include`
 * @param reject told of folders and files that cannot be opened
 * @throws Refusal `folder_missing` when a path is not there or cannot be opened
 */
export async function walk(
  source: TextSource,
  root: string,
  takes: (name: string) => boolean,
  reject: (rejection: Rejection) => void,
): Promise<Walk> {
  const isIncluded = source.include.length > 0 ? matcherOf(source.include) : takes;
  const isExcluded = matcherOf(source.exclude);
  const files: SourceFile[] = [];
  const entered = new Set<string>();
  const passedOver: PassedOver[] = [];
  const leaveOut = (file: string, reason: string): void => void passedOver.push({ file, reason, isUnwanted: false });
  const passOver = (file: string, reason: string): void => void passedOver.push({ file, reason, isUnwanted: true });

  async function visitFolder(folder: string, relative: string): Promise<void> {
    const real = await realpath(folder);
    if (entered.has(real)) return;
    entered.add(real);
    for (const entry of inByteOrder(await readdir(folder, { withFileTypes: true }))) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      const file = join(folder, entry.name);
      if (entry.name.startsWith('.')) leaveOut(file, 'is hidden: its name begins with a dot');
      else if (entry.name === 'node_modules') leaveOut(file, 'holds installed packages, not text of your own');
      else if (isExcluded(path)) leaveOut(file, 'is excluded by a pattern');
      else await visit(file, path, entry);
    }
  }

  async function visit(file: string, path: string, entry: Dirent): Promise<void> {
    try {
      const facts = await stat(file); // follows links
      if (facts.isDirectory()) await visitFolder(file, path);
      else if (!facts.isFile()) reject({ file, kind: 'unreadable', reason: 'is not a regular file' });
      else if (isIncluded(path)) files.push({ file, bytes: facts.size });
      else if (source.include.length > 0) passOver(file, 'fits none of the patterns to include');
      else passOver(file, `is of a kind that the reader "${source.reader}" does not take`);
    } catch (error) {
      const code = codeOf(error);
      const reason =
        code === 'ENOENT' && entry.isSymbolicLink() ? 'is a link that leads nowhere' : `cannot be opened (${code})`;
      reject({ file, kind: 'unreadable', reason });
    }
  }

  const roots = [...new Set(source.paths.map((path) => resolve(root, path)))].sort(byteOrder);
  for (const path of roots) {
    try {
      const facts = await stat(path);
      if (facts.isDirectory()) await visitFolder(path, '');
      else files.push({ file: path, bytes: facts.size });
    } catch (error) {
      codeOf(error);
      const remedy = 'Check the path, or point the group at where the text is now.';
      const message = `There is no readable file or folder at ${path}.`;
      throw new Refusal('folder_missing', message, { file: path, remedy }, { cause: error });
    }
  }
  return { files, passedOver };
}

function inByteOrder(entries: readonly Dirent[]): Dirent[] {
  return [...entries].sort((a, b) => byteOrder(a.name, b.name));
}

function byteOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** @throws the error itself when it is not one of the system's */
function codeOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === undefined) throw error;
  return code;
}

/** The files of a source, and how each is read. */
import { chooseReader } from './readers/index.ts';
import type { Reader, Rejection } from './readers/reader.ts';
import { partsOf, walk, type PassedOver, type TextSource } from './source.ts';

export interface ReadableFile {
  /** Absolute. */
  readonly file: string;
  readonly bytes: number;
  /** The part of the source that it belongs to. */
  readonly part: TextSource;
  readonly readerOf: (file: string) => Promise<Reader>;
}

export interface SourceFiles {
  /** In the order of reading. */
  readonly files: readonly ReadableFile[];
  readonly passedOver: readonly PassedOver[];
}

/**
 * Files of a source and of those that are read after it.
 *
 * @param reject told of files and folders that cannot be opened
 * @throws Refusal `folder_missing`, `reader_unknown`
 */
export async function filesOf(
  source: TextSource,
  root: string,
  reject: (rejection: Rejection) => void = () => undefined,
): Promise<SourceFiles> {
  const files: ReadableFile[] = [];
  const passedOver: PassedOver[] = [];
  for (const part of partsOf(source)) {
    const { takes, readerOf } = chooseReader(part.reader);
    const found = await walk(part, root, takes, reject);
    files.push(...found.files.map((file) => ({ ...file, part, readerOf })));
    passedOver.push(...found.passedOver);
  }
  return { files, passedOver };
}

/**
 * Reads a group's source once: drops duplicates, assigns splits by content, and stores the text in one canonical form
 * (text-store.ts) in a folder named by its content.
 */
import { createHash, hash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ByteCounts } from './byte-counts.ts';
import { cut } from './cut.ts';
import { HashSet } from './hash-set.ts';
import { nothingFound, tooFewDocuments } from './ingest-refusals.ts';
import { lendToEmptySplits } from './lending.ts';
import { fillFolder } from './partial-folder.ts';
import { meter, type Progress } from './progress.ts';
import { UnreadableFile, type ReadingOptions, type Rejection } from './readers/reader.ts';
import { filesOf, type ReadableFile } from './source-files.ts';
import type { TextSource } from './source.ts';
import { placeOf, splitAt, splitShares, type Split } from './split.ts';
import { TextWriter, type SplitText } from './text-store.ts';

export type { Progress } from './progress.ts';
export type { SplitText } from './text-store.ts';

/** What a stored text holds: meta.json of its folder. */
export interface TextFacts {
  /** Content hash (64 hex digits): the same documents in the same order give the same version. Also the folder's name. */
  readonly version: string;
  /** Documents kept; a part of a long one counts as one (cut.ts). */
  readonly documents: number;
  /** UTF-8 bytes kept. */
  readonly bytes: number;
  readonly splits: Readonly<Record<Split, SplitText>>;
  /** How often each byte value occurs, 256 counts over all splits. */
  readonly byteHistogram: readonly number[];
  /** Entropy of `byteHistogram`, bits per byte: what a model without context would reach. */
  readonly unigramBitsPerByte: number;
}

/** What reading a source gave. */
export interface Ingested extends TextFacts {
  /** Documents dropped because an equal one came before. */
  readonly duplicates: number;
  /** The first thousand files and lines that gave no text. */
  readonly rejected: readonly Rejection[];
  readonly rejectedTotal: number;
}

export interface IngestOptions {
  /** Relative paths of the source start here. */
  readonly root: string;
  /** Texts of all groups; this one lands in `<textsFolder>/<version>/{train,val,test}.txt, index.bin, meta.json`. */
  readonly textsFolder: string;
  /** Name of the group, for messages. */
  readonly group?: string;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** Raise it when the same source would be stored otherwise: cuts, splits, layout. */
const format = 1;
const rejectionsKept = 1000;

/**
 * Documents are stored in the order of the source: paths and names in byte order, then as they stand in each file.
 *
 * @throws Refusal `folder_missing`, `no_readable_file`, `group_empty`, `field_missing`, `group_too_small` (fewer than
 *   three documents), `reader_unknown`, `disk_full`, `workspace_read_only`
 */
export async function ingest(source: TextSource, options: IngestOptions): Promise<Ingested> {
  const rejected: Rejection[] = [];
  let rejectedTotal = 0;
  const reject = (rejection: Rejection): void => {
    rejectedTotal += 1;
    if (rejected.length < rejectionsKept) rejected.push(rejection);
  };
  const { files, passedOver } = await filesOf(source, options.root, reject);
  const progress = meter(
    files.reduce((sum, { bytes }) => sum + bytes, 0),
    options.onProgress,
  );
  const documents = documentsIn(files, { reject, onBytes: progress.add });
  let stored: Stored | undefined;
  await fillFolder(options.textsFolder, async (folder) => {
    stored = await store(folder, documents, options.signal);
    if (stored.documents === 0) throw nothingFound(source, options.group, { passedOver, rejected });
    const splits = lendToEmptySplits(folder, stored.splits);
    if (splits === null) throw tooFewDocuments(source, options.group, stored.documents);
    stored = { ...stored, splits };
    const { duplicates: _, ...facts } = stored; // what depends on more than the text stays out
    writeFileSync(join(folder, 'meta.json'), JSON.stringify(facts, null, 2) + '\n', { flush: true });
    return stored.version;
  });
  progress.end();
  return { ...stored!, rejected, rejectedTotal };
}

/** What a folder that `ingest` made holds. */
export function readTextFacts(folder: string): TextFacts {
  return JSON.parse(readFileSync(join(folder, 'meta.json'), 'utf8')) as TextFacts;
}

type Stored = TextFacts & Pick<Ingested, 'duplicates'>;

/** The documents of all files, long ones in parts; files that give none are reported and passed over. */
async function* documentsIn(
  files: readonly ReadableFile[],
  { reject, onBytes }: Pick<ReadingOptions, 'reject' | 'onBytes'>,
): AsyncGenerator<string> {
  for (const { file, readerOf, part } of files)
    try {
      const { textField, where } = part;
      const reader = await readerOf(file);
      for await (const { text } of reader.documents(file, { textField, ...(where && { where }), reject, onBytes }))
        for (const part of cut(text)) if (/\S/.test(part)) yield part;
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      reject({ file, reason: error.message, kind: error.kind });
    }
}

/** Writes each new document as it comes. */
async function store(folder: string, documents: AsyncIterable<string>, signal?: AbortSignal): Promise<Stored> {
  const known = new HashSet();
  const version = createHash('sha256').update(JSON.stringify([format, splitShares]));
  const counts = new ByteCounts();
  const writer = new TextWriter(folder);
  let duplicates = 0;
  try {
    for await (const document of documents) {
      signal?.throwIfAborted();
      const bytes = Buffer.from(document);
      const digest = hash('sha256', bytes, 'buffer');
      if (!known.add(digest.readUInt32BE(0), digest.readUInt32BE(4))) {
        duplicates += 1;
        continue;
      }
      version.update(digest);
      counts.add(bytes);
      writer.add(bytes, splitAt(placeOf(digest)));
    }
    await writer.finish();
  } catch (error) {
    writer.abandon();
    throw error;
  }
  return {
    version: version.digest('hex'),
    documents: known.size,
    bytes: counts.total,
    duplicates,
    splits: writer.sizes(),
    byteHistogram: counts.histogram(),
    unigramBitsPerByte: counts.entropyBits(),
  };
}

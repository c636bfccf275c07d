/** Reads a group's source once: drops duplicates, assigns splits, and stores the text in one canonical form. */
import type { Rejection } from './readers/reader.ts';
import type { TextSource } from './source.ts';
import type { Split } from './split.ts';

export interface SplitText {
  readonly documents: number;
  readonly bytes: number;
}

/** What a group's text holds. */
export interface Ingested {
  /** Content hash (64 hex digits): the same documents in the same order give the same version. Also the folder's name. */
  readonly version: string;
  /** Documents kept. */
  readonly documents: number;
  /** UTF-8 bytes kept. */
  readonly bytes: number;
  /** Documents dropped because an equal one came before. */
  readonly duplicates: number;
  readonly splits: Readonly<Record<Split, SplitText>>;
  /** How often each byte value occurs, 256 counts over all splits. */
  readonly byteHistogram: readonly number[];
  /** Entropy of `byteHistogram`, bits per byte: what a model without context would reach. */
  readonly unigramBitsPerByte: number;
  /** The first thousand files and lines that gave no text. */
  readonly rejected: readonly Rejection[];
  readonly rejectedTotal: number;
}

/** How far a long task is, in bytes; `total` 0 when unknown. */
export interface Progress {
  readonly done: number;
  readonly total: number;
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

/**
 * @throws Refusal `folder_missing`, `no_readable_file`, `group_empty`, `group_too_small` (fewer than three documents),
 *   `reader_unknown`, `field_missing`, `disk_full`, `workspace_read_only`
 */
export declare function ingest(source: TextSource, options: IngestOptions): Promise<Ingested>;

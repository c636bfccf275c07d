/** What a reader is: it turns one file into documents, as a stream. */

import type { FieldValue } from './fields.ts';
import type { FileRecord } from './records.ts';

/** One piece of text that belongs together. */
export interface Document {
  readonly text: string;
  /** The file, and the line or part where a file holds many documents: `notes.jsonl:12`. */
  readonly origin: string;
}

/** A file, or a line of one, that gave no text, and why. */
export interface Rejection {
  /** With a line number where a line is meant: `notes.jsonl:12`. */
  readonly file: string;
  /** Continues a sentence that begins with the file's name: 'is empty'. */
  readonly reason: string;
  readonly kind: 'empty' | 'field' | 'unreadable';
}

export interface ReadingOptions {
  /** Name or dotted path of the text field; empty to guess. Only where records have fields. */
  readonly textField: string;
  /** Only records whose field holds this value. */
  readonly where?: FieldValue;
  /** Told of lines that give no text; the rest of the file is read all the same. */
  readonly reject: (rejection: Rejection) => void;
  /** Told of bytes taken from the disk. */
  readonly onBytes: (bytes: number) => void;
}

export interface Reader {
  readonly id: string;
  readonly title: string;
  /** Whether it wants a file of this name by default; lower case, without `.gz` or `.zst`. */
  readonly takes: (name: string) => boolean;
  /** Streams the records of one file, good and bad; only where a file holds records. @throws UnreadableFile */
  readonly records?: (file: string, onBytes?: (bytes: number) => void) => AsyncIterable<FileRecord>;
  /** Streams the documents of one file, which is never held whole. @throws UnreadableFile */
  documents(file: string, options: ReadingOptions): AsyncIterable<Document>;
}

/** A file that gives no text; a group goes on without it. */
export class UnreadableFile extends Error {
  readonly kind: Rejection['kind'];

  constructor(reason: string, kind: Rejection['kind'] = 'unreadable', options?: ErrorOptions) {
    super(reason, options);
    this.name = 'UnreadableFile';
    this.kind = kind;
  }
}

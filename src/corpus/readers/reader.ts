/** What a reader is: it turns one file into documents, as a stream. */

/** One piece of text that belongs together. */
export interface Document {
  readonly text: string;
  /** File, and line where a file holds many documents: `notes.jsonl:12`. */
  readonly origin: string;
}

/** A file, or a line of one, that gave no text, and why. */
export interface Rejection {
  readonly file: string;
  readonly reason: string;
}

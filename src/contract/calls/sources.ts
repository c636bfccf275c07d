/** Looking into files before and after they become a group, without loading them. */
import type { GroupId, GroupInput } from './groups.ts';

/** A group that there is, or the source of one that there may be. */
export type SourceName = { readonly group: GroupId } | { readonly source: GroupInput['source'] };

export interface SourceFileFacts {
  readonly file: string;
  readonly bytes: number;
}

/** Rows of one file as they stand there, before duplicates are dropped and splits assigned. */
export interface SourcePreview {
  /** Files of the source in the order in which they are read; the first thousand. */
  readonly files: readonly SourceFileFacts[];
  readonly filesTotal: number;
  /** The file shown; empty when the source has none. */
  readonly file: string;
  /** Id of the reader that takes it: text, source, jsonl, csv or parquet. */
  readonly reader: string;
  /** Why the file gives no text, when it gives none ('is a pickle: ...'); then there are no rows. */
  readonly problem: string | null;
  /** Fields of the records seen, nested ones by dotted path; none for plain text. */
  readonly fields: readonly SourceField[];
  /** The field that the text is taken from, given or guessed; null where there are no fields or none is clearly it. */
  readonly textField: string | null;
  readonly rows: readonly SourceRow[];
  /** Rows of the file; null until a look has come to its end. Parquet knows it at once. */
  readonly total: number | null;
  /** Judged from the bytes read so far; equal to `total` where that is known. */
  readonly estimatedTotal: number;
}

export interface SourceField {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'truth' | 'list' | 'object' | 'empty';
  /** Of the rows seen, in characters; for text fields. */
  readonly meanCharacters: number | null;
}

/** A record, or a line of plain text. */
export interface SourceRow {
  /** 0-based, as `from` counts. */
  readonly index: number;
  /** Line of the file where it begins, 1-based; null for Parquet. */
  readonly line: number | null;
  /** Values of `fields`, in their order, as text and cut to a few hundred characters; null where absent. */
  readonly cells: readonly (string | null)[];
  /** The start of its text; null when it has none. */
  readonly text: string | null;
  readonly isCut: boolean;
  /** Why this row gives no document. */
  readonly problem: string | null;
}

export interface SourceCalls {
  /**
   * Rows `from` to `from + limit` of one file of a source. The first rows come at once whatever the file's size; later
   * ones are found through an index of line starts that grows as far as was looked. Packed files are read from their start.
   *
   * @param file one of the source's files; the first unless given
   */
  previewSource(source: SourceName, from: number, limit: number, file?: string): Promise<SourcePreview>;
}

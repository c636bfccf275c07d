/** Files of many records, of which one field is the text: what JSON Lines, CSV and Parquet have in common. */
import { guessField, holds, textIn } from './fields.ts';
import { UnreadableFile, type Document, type ReadingOptions } from './reader.ts';

export interface FileRecord {
  /** File and line, or row where a file has no lines: `notes.jsonl:12`. */
  readonly origin: string;
  /** The record, or why there is none. */
  readonly value: object | UnreadableFile;
}

/**
 * The documents of records. The text field is guessed from the first record where it is not given. With `where`, records
 * of another value are passed over, and bad ones too: they belong to no value.
 *
 * @throws UnreadableFile when there is not one record
 */
export async function* documentsOf(
  records: AsyncIterable<FileRecord>,
  { textField, where, reject }: Pick<ReadingOptions, 'textField' | 'where' | 'reject'>,
): AsyncGenerator<Document> {
  let field = textField;
  let seen = 0;
  for await (const { origin, value } of records) {
    seen += 1;
    if (where && (value instanceof UnreadableFile || !holds(value, where))) continue;
    try {
      if (value instanceof UnreadableFile) throw value;
      field ||= guessField(value);
      yield { text: textIn(value, field), origin };
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      reject({ file: origin, reason: error.message, kind: error.kind });
    }
  }
  if (seen === 0) throw new UnreadableFile('is empty', 'empty');
}

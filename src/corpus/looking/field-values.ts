/** Counts the values of a field over all records of a source, in one pass and without keeping a record. */
import { Refusal } from '#base/refusal';
import { meter, type Progress } from '../progress.ts';
import { guessField, holds, scalarText, textIn, valueIn } from '../readers/fields.ts';
import { UnreadableFile } from '../readers/reader.ts';
import { filesOf, type ReadableFile } from '../source-files.ts';
import type { TextSource } from '../source.ts';

export interface ValueCount {
  readonly value: string;
  /** Records with text, before duplicates are dropped and long ones cut. */
  readonly documents: number;
  /** UTF-8 bytes of their text. */
  readonly bytes: number;
}

export interface FieldCounts {
  /** The most frequent first; equal ones in the order of their text. */
  readonly values: readonly ValueCount[];
  /** Further values that are not listed. */
  readonly otherValues: number;
  readonly without: number;
}

export interface CountingOptions {
  readonly root: string;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

const valuesListed = 2000;
/** More different values than this are no grouping but free text. */
const valuesHeld = 200_000;

/** @throws Refusal `folder_missing`, `field_missing` when no record has the field, or it has too many values */
export async function countFieldValues(
  source: TextSource,
  field: string,
  { root, onProgress, signal }: CountingOptions,
): Promise<FieldCounts> {
  const counts = new Map<string, { documents: number; bytes: number }>();
  const { files } = await filesOf(source, root);
  const progress = meter(
    files.reduce((sum, { bytes }) => sum + bytes, 0),
    onProgress,
  );
  let without = 0;
  for (const file of files)
    for await (const { value, text } of valuesIn(file, field, progress.add)) {
      signal?.throwIfAborted();
      if (value === undefined) {
        without += 1;
        continue;
      }
      const count = counts.get(value) ?? { documents: 0, bytes: 0 };
      if (count.documents === 0 && counts.size >= valuesHeld) throw tooMany(field);
      count.documents += 1;
      count.bytes += Buffer.byteLength(text);
      counts.set(value, count);
    }
  progress.end();
  if (counts.size === 0) throw noValues(source, field);
  const values = [...counts].map(([value, count]): ValueCount => ({ value, ...count }));
  values.sort((a, b) => b.documents - a.documents || (a.value < b.value ? -1 : 1));
  return {
    values: values.slice(0, valuesListed),
    otherValues: Math.max(0, values.length - valuesListed),
    without,
  };
}

/** Value and text of each record that reading would take; files without records have none. */
async function* valuesIn({ file, part, readerOf }: ReadableFile, field: string, onBytes: (bytes: number) => void) {
  const { records } = await readerOf(file);
  if (!records) return;
  let textField = part.textField;
  try {
    for await (const { value: record } of records(file, onBytes)) {
      if (record instanceof UnreadableFile || (part.where && !holds(record, part.where))) continue;
      try {
        textField ||= guessField(record);
        yield { value: scalarText(valueIn(record, field)), text: textIn(record, textField) };
      } catch (error) {
        if (!(error instanceof UnreadableFile)) throw error; // a record without text is no document
      }
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error; // reading lists such files with their reasons
  }
}

function noValues({ paths }: TextSource, field: string): Refusal {
  return new Refusal('field_missing', `No record of ${paths.join(', ')} has a value in field "${field}".`, {
    file: paths[0] ?? '',
    field,
    remedy: 'Name a field of the records (JSON Lines, CSV or Parquet); files of plain text have none.',
  });
}

function tooMany(field: string): Refusal {
  return new Refusal('option_invalid', `The field "${field}" has more than ${valuesHeld} different values.`, {
    field,
    remedy: 'Choose a field that names a kind of text, such as a source, a language or a licence.',
  });
}

/** Parquet: each row holds a document in one of its columns. Row groups are read one at a time, and only the columns needed. */
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { isPacked } from './bytes.ts';
import { guessField } from './fields.ts';
import { UnreadableFile, type Reader } from './reader.ts';
import { documentsOf, type FileRecord } from './records.ts';

export const parquet: Reader = {
  id: 'parquet',
  title: 'Parquet, one document a row',
  takes: (name) => name.endsWith('.parquet'),
  records: (file, onBytes) => recordsOf(file, undefined, onBytes),
  async *documents(file, options) {
    const { columns } = await openParquet(file);
    const textField = options.textField || guessField(sampleOf(columns));
    const wanted = [textField, ...(options.where ? [options.where.field] : [])].map((field) =>
      columnOf(columns, field),
    );
    yield* documentsOf(recordsOf(file, [...new Set(wanted)], options.onBytes), { ...options, textField });
  },
};

export interface ParquetColumn {
  readonly name: string;
  readonly isText: boolean;
}

export interface ParquetFile {
  /** Rows. */
  readonly total: number;
  /** Rows of each row group. */
  readonly groups: readonly number[];
  readonly columns: readonly ParquetColumn[];
  readonly bytes: number;
  /** Rows `from` to `to`, columns by their top-level names. */
  readonly rows: (from: number, to: number, columns?: readonly string[]) => Promise<readonly object[]>;
}

/** @throws UnreadableFile */
export async function openParquet(file: string): Promise<ParquetFile> {
  if (isPacked(file)) throw new UnreadableFile('is packed on top of Parquet; unpack it first, Parquet packs by itself');
  return asUnreadable(async () => {
    const buffer = await asyncBufferFromFile(file);
    const metadata = await parquetMetadataAsync(buffer);
    const columns = parquetSchema(metadata).children.map(({ element, children }) => ({
      name: element.name,
      isText: children.length === 0 && element.type === 'BYTE_ARRAY' && element.converted_type !== 'DECIMAL',
    }));
    return {
      total: Number(metadata.num_rows),
      groups: metadata.row_groups.map(({ num_rows }) => Number(num_rows)),
      columns,
      bytes: buffer.byteLength,
      rows: (rowStart, rowEnd, names) =>
        asUnreadable(() =>
          parquetReadObjects({
            file: buffer,
            metadata,
            compressors,
            rowStart,
            rowEnd,
            useOffsetIndex: true,
            ...(names && { columns: [...names] }),
          }),
        ),
    };
  });
}

async function* recordsOf(
  file: string,
  columns?: readonly string[],
  onBytes?: (bytes: number) => void,
): AsyncGenerator<FileRecord> {
  const { groups, total, bytes, rows } = await openParquet(file);
  let from = 0;
  for (const count of groups) {
    const records = await rows(from, from + count, columns);
    for (const [i, value] of records.entries()) yield { origin: `${file}:${from + i + 1}`, value };
    from += count;
    onBytes?.(Math.round((bytes * count) / total));
  }
}

/** A record with a text in each column of texts, for guessing. */
function sampleOf(columns: readonly ParquetColumn[]): object {
  return Object.fromEntries(columns.map(({ name, isText }) => [name, isText ? 'text' : 0]));
}

/** The top-level column that a field lies in. @throws UnreadableFile */
function columnOf(columns: readonly ParquetColumn[], field: string): string {
  const names = columns.map(({ name }) => name);
  const found = names.find((name) => name === field) ?? names.find((name) => field.startsWith(`${name}.`));
  if (found !== undefined) return found;
  throw new UnreadableFile(`has no column "${field}"; its columns are ${names.slice(0, 12).join(', ')}`, 'field');
}

/** The library throws plain errors for files that are damaged or no Parquet. */
async function asUnreadable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UnreadableFile(
      code === undefined ? `is not readable as Parquet: ${message}` : `cannot be read (${code})`,
      'unreadable',
      { cause: error },
    );
  }
}

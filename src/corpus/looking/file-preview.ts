/** Rows of one file as they stand there, found without loading it. */
import { stat } from 'node:fs/promises';
import { headOf, recordOfRow } from '../readers/csv.ts';
import { guessField, holds, textIn, type FieldValue } from '../readers/fields.ts';
import { chooseReader } from '../readers/index.ts';
import { recordOf } from '../readers/jsonl.ts';
import type { Line } from '../readers/lines.ts';
import { openParquet } from '../readers/parquet.ts';
import { pickleReason, refusePickle } from '../readers/pickle.ts';
import { UnreadableFile } from '../readers/reader.ts';
import { cellOf, fieldsOfRecords, type FieldFacts } from './record-fields.ts';
import { RowIndex, type Rows } from './row-index.ts';

export interface PreviewedRow {
  /** 0-based. */
  readonly index: number;
  /** 1-based; null for Parquet. */
  readonly line: number | null;
  /** One per field. */
  readonly cells: readonly (string | null)[];
  readonly text: string | null;
  readonly isCut: boolean;
  readonly problem: string | null;
}

export interface FilePreview {
  readonly reader: string;
  readonly problem: string | null;
  readonly fields: readonly FieldFacts[];
  readonly textField: string | null;
  readonly rows: readonly PreviewedRow[];
  readonly total: number | null;
  readonly estimatedTotal: number;
}

export interface PreviewOptions {
  /** Reader id, or 'auto'. */
  readonly reader: string;
  /** Empty to guess. */
  readonly textField: string;
  readonly where?: FieldValue;
  readonly from: number;
  readonly limit: number;
}

/** Rows as a format gives them. */
interface RawRows {
  readonly rows: readonly { readonly line: number | null; readonly value: object | UnreadableFile | undefined }[];
  readonly names: readonly string[];
  readonly total: number | null;
  readonly estimatedTotal: number;
}

const textCharacters = 2000;
const rowsAtOnce = 1000;
const indexesKept = 16;

/** Looks into files; indexes of the files looked at last are kept, so that going on is quick. */
export class FilePreviews {
  readonly #indexes = new Map<string, Promise<RowIndex>>();

  /** @throws Refusal `reader_unknown` */
  async preview(file: string, options: PreviewOptions): Promise<FilePreview> {
    const { id } = await chooseReader(options.reader).readerOf(file);
    const from = Math.max(0, Math.floor(options.from));
    const limit = Math.min(rowsAtOnce, Math.max(0, Math.floor(options.limit)));
    try {
      if (id === 'text' || id === 'source') return { reader: id, ...(await this.#lines(file, from, limit)) };
      return { reader: id, ...shown(await this.#records(id, file, from, limit), from, options) };
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      const nothing = { fields: [], textField: null, rows: [], total: null, estimatedTotal: 0 };
      return { reader: id, problem: error.message, ...nothing };
    }
  }

  async #lines(file: string, from: number, limit: number): Promise<Omit<FilePreview, 'reader'>> {
    const index = await this.#index(file, { kind: 'lines' });
    const lines = await index.read(from, limit);
    if (from === 0 && lines[0]?.bytes) refusePickle(lines[0].bytes);
    const rows = lines.map(({ number, bytes }, i): PreviewedRow => {
      const whole = bytes?.toString('utf8').replace(/\r$/, '') ?? null;
      const problem =
        whole === null ? 'is too long to show' : whole.includes('\0') ? 'is binary: it holds NUL bytes' : null;
      const text = problem === null ? whole!.slice(0, textCharacters) : null;
      return {
        index: from + i,
        line: number,
        cells: [],
        text,
        isCut: text !== null && text.length < whole!.length,
        problem,
      };
    });
    const { total, estimatedTotal } = index;
    return { problem: null, fields: [], textField: null, rows, total, estimatedTotal };
  }

  async #records(id: string, file: string, from: number, limit: number): Promise<RawRows> {
    if (id === 'parquet') {
      const { total, columns, rows } = await openParquet(file);
      const names = columns.map(({ name }) => name);
      const records = from < total ? await rows(from, Math.min(total, from + limit)) : [];
      return { rows: records.map((value) => ({ line: null, value })), names, total, estimatedTotal: total };
    }
    if (id === 'csv') {
      const head = await headOf(file);
      const index = await this.#index(file, { kind: 'table', separator: head.separator });
      const rows = await index.read(from + 1, limit); // row 0 names the columns
      const read = (row: Line) => ({ line: row.number, value: recordOfRow(row, head) });
      const total = index.total === null ? null : Math.max(0, index.total - 1);
      return {
        rows: rows.map(read),
        names: head.columns,
        total,
        estimatedTotal: Math.max(0, index.estimatedTotal - 1),
      };
    }
    if (id === 'pickle') throw new UnreadableFile(pickleReason);
    const index = await this.#index(file, { kind: 'lines' });
    const rows = await index.read(from, limit);
    const { total, estimatedTotal } = index;
    return {
      rows: rows.map((line) => ({ line: line.number, value: recordOf(line) })),
      names: [],
      total,
      estimatedTotal,
    };
  }

  async #index(file: string, rows: Rows): Promise<RowIndex> {
    const facts = await stat(file).catch((error: unknown) => {
      throw new UnreadableFile('cannot be opened', 'unreadable', { cause: error });
    });
    const key = JSON.stringify([file, facts.size, facts.mtimeMs, rows]);
    const index = this.#indexes.get(key) ?? RowIndex.open(file, rows);
    this.#indexes.delete(key);
    this.#indexes.set(key, index); // the one used last is dropped last
    const oldest = this.#indexes.keys().next().value;
    if (this.#indexes.size > indexesKept && oldest !== undefined) this.#indexes.delete(oldest);
    return index;
  }
}

/** Records with their fields laid out and their text taken as reading would. */
function shown(raw: RawRows, from: number, { textField, where }: PreviewOptions): Omit<FilePreview, 'reader'> {
  const records = raw.rows.map(({ value }) => value).filter((value) => isRecord(value));
  const fields = fieldsOfRecords(records, raw.names);
  const field = textField === '' ? guessed(records[0]) : textField;
  const rows = raw.rows.map(({ line, value }, i): PreviewedRow => {
    const at = { index: from + i, line };
    if (value === undefined || value instanceof UnreadableFile)
      return { ...at, cells: fields.map(() => null), text: null, isCut: false, problem: value?.message ?? 'is blank' };
    const cells = fields.map(({ name }) => cellOf(value, name));
    const { text, problem } = textAndProblem(value, field, where);
    return {
      ...at,
      cells,
      text: text?.slice(0, textCharacters) ?? null,
      isCut: (text?.length ?? 0) > textCharacters,
      problem,
    };
  });
  return { problem: null, fields, textField: field, rows, total: raw.total, estimatedTotal: raw.estimatedTotal };
}

function textAndProblem(record: object, field: string | null, where?: FieldValue) {
  if (where && !holds(record, where))
    return { text: null, problem: `is not of this group: its ${where.field} is not "${where.value}"` };
  if (field === null) return { text: null, problem: null };
  try {
    return { text: textIn(record, field), problem: null };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { text: null, problem: error.message };
  }
}

function isRecord(value: object | undefined): value is object {
  return value !== undefined && !(value instanceof UnreadableFile);
}

function guessed(record: object | undefined): string | null {
  if (record === undefined) return null;
  try {
    return guessField(record);
  } catch (error) {
    if (error instanceof UnreadableFile) return null;
    throw error;
  }
}

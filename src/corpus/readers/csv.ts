/** Tables of comma- or otherwise separated cells: the first row names the columns, each other row holds a document. */
import papaparse from 'papaparse';
import { bytesOf, innerName } from './bytes.ts';
import { csvRowsOf } from './csv-rows.ts';
import { limitBytes, type Line } from './lines.ts';
import { UnreadableFile, type Reader } from './reader.ts';
import { documentsOf, type FileRecord } from './records.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const separators = [',', '\t', ';', '|'];
/** So many bytes and rows are looked at to find the separator. */
const guessBytes = 1 << 16;
const guessRows = 10;

export const csv: Reader = {
  id: 'csv',
  title: 'CSV or TSV, one document a row, the columns named by the first',
  takes: (name) => /\.(csv|tsv)$/.test(name),
  records,
  async *documents(file, options) {
    const { columns } = await headOf(file);
    requireColumn(columns, options.textField);
    yield* documentsOf(records(file, options.onBytes), options);
  },
};

/** What the start of a table says. */
export interface CsvHead {
  readonly separator: string;
  readonly columns: readonly string[];
}

/** @throws UnreadableFile when the file is empty or its first row is no list of names */
export async function headOf(file: string): Promise<CsvHead> {
  const start: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytesOf(file)) {
    start.push(chunk);
    length += chunk.length;
    if (length >= guessBytes) break;
  }
  const bytes = Buffer.concat(start).subarray(0, guessBytes);
  const isWhole = length < guessBytes;
  const separator = await guessSeparator(bytes, isWhole, innerName(file).endsWith('.tsv'));
  for await (const row of csvRowsOf(only(bytes), separator.charCodeAt(0), limitBytes)) {
    const cells = cellsOf(row, separator);
    if (cells instanceof UnreadableFile) throw cells;
    return { separator, columns: distinct(cells) };
  }
  throw new UnreadableFile('is empty', 'empty');
}

/** The record of a row, or why it is none; undefined for a blank row. */
export function recordOfRow(row: Line, { separator, columns }: CsvHead): object | UnreadableFile | undefined {
  const cells = cellsOf(row, separator);
  if (cells instanceof UnreadableFile) return cells;
  if (cells.length === 1 && cells[0]!.trim() === '' && columns.length > 1) return undefined;
  if (cells.length !== columns.length)
    return new UnreadableFile(`has ${cells.length} cells, the first row has ${columns.length}`);
  return Object.fromEntries(columns.map((name, j) => [name, cells[j]]));
}

async function* records(file: string, onBytes?: (bytes: number) => void): AsyncGenerator<FileRecord> {
  const head = await headOf(file);
  let isHeader = true;
  for await (const row of csvRowsOf(bytesOf(file, onBytes), head.separator.charCodeAt(0), limitBytes)) {
    const value = isHeader ? undefined : recordOfRow(row, head);
    isHeader = false;
    if (value !== undefined) yield { origin: `${file}:${row.number}`, value };
  }
}

function requireColumn(columns: readonly string[], field: string): void {
  if (field === '' || columns.includes(field)) return;
  throw new UnreadableFile(`has no column "${field}"; its columns are ${columns.slice(0, 12).join(', ')}`, 'field');
}

function cellsOf({ number, bytes }: Line, separator: string): string[] | UnreadableFile {
  if (bytes === null)
    return new UnreadableFile(`begins a row longer than ${limitBytes >> 20} MB; is a quote never closed?`);
  let text: string;
  try {
    text = strict.decode(bytes).replace(/\r$/, '');
  } catch (error) {
    return new UnreadableFile('is not valid UTF-8', 'unreadable', { cause: error });
  }
  if (number === 1) text = text.replace(/^\uFEFF/, '');
  if (!text.includes('"')) return text.split(separator);
  const { data, errors } = papaparse.parse<string[]>(text, { delimiter: separator });
  const first = errors[0];
  return first ? new UnreadableFile(`is not CSV: ${first.message.toLowerCase()}`) : (data[0] ?? ['']);
}

/** The separator that cuts the first rows into the same number of cells, the more the better. */
async function guessSeparator(bytes: Buffer, isWhole: boolean, isTsv: boolean): Promise<string> {
  let best = { separator: isTsv ? '\t' : ',', score: 0 };
  for (const separator of separators) {
    const counts: number[] = [];
    for await (const row of csvRowsOf(only(bytes), separator.charCodeAt(0), limitBytes)) {
      if (counts.length >= guessRows || (!isWhole && row.end === bytes.length)) break; // the last may be cut
      const cells = cellsOf(row, separator);
      counts.push(cells instanceof UnreadableFile ? 0 : cells.length);
    }
    const [columns = 0] = counts;
    const agreeing = counts.filter((count) => count === columns).length;
    const score = columns > 1 ? (agreeing / counts.length) * (isTsv && separator === '\t' ? 1000 : columns) : 0;
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

/** Names of columns: nameless ones are numbered, repeated ones too. */
function distinct(cells: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const [j, cell] of cells.entries()) {
    const name = cell.trim() || `column ${j + 1}`;
    names.push(names.includes(name) ? `${name} (column ${j + 1})` : name);
  }
  return names;
}

// eslint-disable-next-line @typescript-eslint/require-await -- the shape of a stream, of bytes that are there already
async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

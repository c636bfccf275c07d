/**
 * Where the rows of a file begin, as far as someone has looked. Every so many rows a mark is kept, so that a row far down
 * is found again without reading what stands before it. Packed files cannot be entered in the middle: they are read from
 * their start each time.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { bytesOf, isPacked } from '../readers/bytes.ts';
import { csvRowsOf } from '../readers/csv-rows.ts';
import { limitBytes, linesOf, type Line } from '../readers/lines.ts';

const rowsPerMark = 256;
const chunkBytes = 1 << 18;

/** How a file is cut into rows: lines, or rows of a table with this separator. */
export type Rows = { readonly kind: 'lines' } | { readonly kind: 'table'; readonly separator: string };

interface Mark {
  readonly row: number;
  readonly offset: number;
  /** Line on which the row begins, 1-based. */
  readonly line: number;
}

export class RowIndex {
  readonly file: string;
  readonly bytes: number;
  readonly #rows: Rows;
  readonly #marks: Mark[] = [{ row: 0, offset: 0, line: 1 }];
  #total: number | null = null;
  /** Rows and bytes seen at most; of the bytes on the disk for a packed file. */
  #seen = { rows: 0, bytes: 0 };

  private constructor(file: string, bytes: number, rows: Rows) {
    this.file = file;
    this.bytes = bytes;
    this.#rows = rows;
  }

  static async open(file: string, rows: Rows): Promise<RowIndex> {
    return new RowIndex(file, (await stat(file)).size, rows);
  }

  /** Rows of the file; null until its end has been seen. */
  get total(): number | null {
    return this.#total;
  }

  /** Judged from the bytes seen so far. */
  get estimatedTotal(): number {
    const { rows, bytes } = this.#seen;
    return this.#total ?? Math.max(rows, bytes > 0 ? Math.round((rows * this.bytes) / bytes) : 0);
  }

  /** Rows `from` to `from + limit`, fewer at the end of the file. @throws UnreadableFile */
  async read(from: number, limit: number): Promise<readonly Line[]> {
    const found: Line[] = [];
    const start = isPacked(this.file) ? this.#marks[0]! : this.#markBefore(from);
    let row = start.row;
    let rawBytes = 0;
    const chunks = isPacked(this.file)
      ? bytesOf(this.file, (bytes) => (rawBytes += bytes))
      : (createReadStream(this.file, { start: start.offset, highWaterMark: chunkBytes }) as AsyncIterable<Buffer>);
    if (limit <= 0) return found;
    for await (const line of this.#cut(chunks)) {
      const number = start.line + line.number - 1;
      if (row >= from) found.push({ ...line, number });
      row += 1;
      const offset = start.offset + line.end;
      this.#note(row, offset, number, line, isPacked(this.file) ? rawBytes : offset);
      if (row >= from + limit) return found;
    }
    this.#total = row;
    return found;
  }

  #cut(chunks: AsyncIterable<Buffer>): AsyncIterable<Line> {
    return this.#rows.kind === 'lines'
      ? linesOf(chunks, limitBytes)
      : csvRowsOf(chunks, this.#rows.separator.charCodeAt(0), limitBytes);
  }

  #markBefore(row: number): Mark {
    return this.#marks[Math.min(Math.floor(row / rowsPerMark), this.#marks.length - 1)]!;
  }

  /** @param row the one that begins at `offset`, after the one just read */
  #note(row: number, offset: number, number: number, { bytes }: Line, seenBytes: number): void {
    if (row > this.#seen.rows) this.#seen = { rows: row, bytes: seenBytes };
    if (row !== this.#marks.length * rowsPerMark) return;
    const linesInside = this.#rows.kind === 'table' && bytes ? countNewlines(bytes) : 0;
    this.#marks.push({ row, offset, line: number + linesInside + 1 });
  }
}

function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count += 1;
  return count;
}

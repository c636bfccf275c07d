/** Rows of a separated table in a byte stream. A quoted cell may hold separators and line ends. */
import type { Line } from './lines.ts';

const quote = 34;
const newline = 10;

/**
 * The bytes of each row, as `linesOf` gives lines; `number` is the line on which the row begins. A quote opens a cell only
 * at the cell's start, so that a lone one inside a cell (`5" disk`) does no harm.
 *
 * @param separator  byte between cells
 * @param limitBytes longer rows are skipped without being held
 */
export async function* csvRowsOf(
  chunks: AsyncIterable<Buffer>,
  separator: number,
  limitBytes: number,
): AsyncGenerator<Line> {
  let pieces: Buffer[] = [];
  let length = 0;
  let position = 0;
  let line = 1;
  let linesInside = 0;
  let isQuoted = false;
  let isCellStart = true;
  let isJustClosed = false; // a second quote opens the cell again: it was one that is doubled
  const take = (piece: Buffer): void => {
    length += piece.length;
    if (length <= limitBytes) pieces.push(piece);
    else pieces = [];
  };
  const end = (lineEnd: number): Line => {
    position += length + lineEnd;
    const bytes = length > limitBytes ? null : pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    const row = { number: line, bytes, end: position };
    line += linesInside + lineEnd;
    linesInside = 0;
    pieces = [];
    length = 0;
    isCellStart = true;
    return row;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (isQuoted) {
        const close = byte === quote ? at : chunk.indexOf(quote, at);
        linesInside += newlinesIn(chunk, at, close === -1 ? chunk.length : close);
        if (close === -1) break; // the cell goes on in the next chunk
        at = close;
        isQuoted = false;
        isJustClosed = true;
        continue;
      }
      if (byte === newline) {
        take(chunk.subarray(start, at));
        yield end(1);
        start = at + 1;
      } else if (byte === quote) {
        isQuoted = isCellStart || isJustClosed;
        isCellStart = false;
      } else isCellStart = byte === separator;
      isJustClosed = false;
    }
    if (start < chunk.length) take(chunk.subarray(start));
  }
  if (length > 0) yield end(0);
}

function newlinesIn(chunk: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = chunk.indexOf(newline, from); at !== -1 && at < to; at = chunk.indexOf(newline, at + 1)) count += 1;
  return count;
}

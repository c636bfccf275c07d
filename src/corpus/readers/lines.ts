/** Lines of a byte stream, none longer than a limit. */

/** Longer lines and rows are no records. */
export const limitBytes = 64 << 20;

export interface Line {
  /** 1-based. */
  readonly number: number;
  /** Without the line end; null when the line is longer than the limit. */
  readonly bytes: Buffer | null;
  /** Bytes of the stream up to the end of this line, line end included. */
  readonly end: number;
}

/** @param limitBytes longer lines are skipped without being held */
export async function* linesOf(chunks: AsyncIterable<Buffer>, limitBytes: number): AsyncGenerator<Line> {
  let pieces: Buffer[] = [];
  let length = 0;
  let number = 0;
  let position = 0;
  const take = (piece: Buffer): void => {
    length += piece.length;
    if (length <= limitBytes) pieces.push(piece);
    else pieces = [];
  };
  const end = (lineEnd: number): Line => {
    number += 1;
    position += length + lineEnd;
    const bytes = length > limitBytes ? null : pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    pieces = [];
    length = 0;
    return { number, bytes, end: position };
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let newline = chunk.indexOf(10); newline !== -1; newline = chunk.indexOf(10, start)) {
      take(chunk.subarray(start, newline));
      yield end(1);
      start = newline + 1;
    }
    if (start < chunk.length) take(chunk.subarray(start));
  }
  if (length > 0) yield end(0);
}

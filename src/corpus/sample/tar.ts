/**
 * Files of a gzipped tar archive, one after another. Made for npm's tarballs: each file is held in memory by itself.
 * Source: POSIX.1-2024, pax interchange format and its ustar header.
 */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

const block = 512;

export interface TarFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** @param wants files that it declines are skipped without being held @throws Error when the archive is damaged */
export async function* filesOf(archive: string, wants: (path: string) => boolean): AsyncGenerator<TarFile> {
  const take = takerOf(createReadStream(archive).pipe(createGunzip()));
  let longPath: string | undefined; // from an extended header; it is about the entry that follows
  for (;;) {
    const header = await take(block);
    if (header.length < block || header[0] === 0) return;
    const size = parseInt(fieldOf(header, 124, 12), 8);
    const type = fieldOf(header, 156, 1);
    const path = longPath ?? [fieldOf(header, 345, 155), fieldOf(header, 0, 100)].filter(Boolean).join('/');
    const isFile = type === '0' || type === '';
    const isWanted = isFile && wants(path);
    const content = await take(Math.ceil(size / block) * block, !isWanted && type !== 'x');
    longPath = type === 'x' ? pathIn(content.toString('utf8', 0, size)) : undefined;
    if (isWanted) yield { path, bytes: content.subarray(0, size) };
  }
}

/** Takes the next so many bytes of a stream, fewer at its end; none are kept when they are only to be skipped. */
function takerOf(stream: AsyncIterable<Buffer>) {
  const chunks = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return async (count: number, skips = false): Promise<Buffer> => {
    const taken: Buffer[] = [];
    let missing = count;
    for (;;) {
      const part = rest.subarray(0, missing);
      rest = rest.subarray(part.length);
      missing -= part.length;
      if (!skips) taken.push(part);
      if (missing === 0) break;
      const next = await chunks.next();
      if (next.done) break;
      rest = next.value;
    }
    return Buffer.concat(taken);
  };
}

function fieldOf(header: Buffer, start: number, length: number): string {
  return header
    .toString('utf8', start, start + length)
    .replace(/[\0 ]+$/, '')
    .split('\0')[0]!;
}

/** Records of an extended header read `<length> <key>=<value>`, a line each. */
function pathIn(records: string): string | undefined {
  return /^\d+ path=(.*)$/m.exec(records)?.[1];
}

/**
 * Reads .tgz archives such as npm's, entry by entry in a stream.
 * Source: POSIX.1-2024 pax, ustar interchange format; GNU long names (type L).
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

const blockBytes = 512;

/**
 * @typedef {object} TarEntry
 * @property {string} name
 * @property {number} bytes
 * @property {AsyncGenerator<Buffer>} content  read it before asking for the next entry, or leave it: it is skipped then
 */

/**
 * The files of an archive in their order. Folders and links are passed over.
 *
 * @param {AsyncIterable<Buffer>} stream  unpacked tar
 * @returns {AsyncGenerator<TarEntry>}
 */
export async function* tarEntries(stream) {
  const source = blocks(stream);
  let longName;
  for (;;) {
    const header = await source.take(blockBytes);
    if (header === undefined || header.every((byte) => byte === 0)) return;
    const bytes = numberOf(header, 124, 12);
    const type = String.fromCharCode(header[156]);
    const padding = (blockBytes - (bytes % blockBytes)) % blockBytes;
    if (type === 'x' || type === 'L') {
      const text = (await whole(source.chunks(bytes))).toString('utf8');
      longName = type === 'L' ? text.replace(/\0.*$/s, '') : (paxPath(text) ?? longName);
      await source.skip(padding);
      continue;
    }
    const content = source.chunks(bytes);
    if (type === '0' || type === '\0') yield { name: longName ?? nameOf(header), bytes, content };
    for await (const chunk of content) void chunk;
    await source.skip(padding);
    if (type !== 'g') longName = undefined;
  }
}

/** Writes one file of a .tgz archive to disk. @throws when the archive does not hold it */
export async function extractFromTgz(archive, name, to, seen) {
  for await (const entry of tarEntries(createReadStream(archive).pipe(createGunzip()))) {
    if (entry.name !== name) continue;
    const counted = (async function* () {
      for await (const chunk of entry.content) {
        seen?.(chunk.length, entry.bytes);
        yield chunk;
      }
    })();
    await pipeline(counted, createWriteStream(to));
    return;
  }
  throw new Error(`${archive} does not hold ${name}.`);
}

function blocks(stream) {
  const iterator = stream[Symbol.asyncIterator]();
  let rest = Buffer.alloc(0);

  async function more() {
    const { value, done } = await iterator.next();
    if (!done) rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
    return !done;
  }

  /** Up to `bytes` of what is at hand. */
  async function some(bytes) {
    while (rest.length === 0) if (!(await more())) throw new Error('The archive ends too early.');
    const part = rest.subarray(0, bytes);
    rest = rest.subarray(part.length);
    return part;
  }

  async function* chunks(bytes) {
    for (let left = bytes; left > 0;) {
      const part = await some(left);
      left -= part.length;
      yield part;
    }
  }

  return {
    chunks,
    /** Exactly `bytes`, or undefined at the end of the stream. */
    async take(bytes) {
      while (rest.length < bytes)
        if (!(await more())) {
          if (rest.length === 0) return undefined;
          throw new Error('The archive ends too early.');
        }
      return await whole(chunks(bytes));
    },
    async skip(bytes) {
      for await (const part of chunks(bytes)) void part;
    },
  };
}

async function whole(chunks) {
  const parts = [];
  for await (const part of chunks) parts.push(part);
  return Buffer.concat(parts);
}

function nameOf(header) {
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? textOf(header, 345, 155) : '';
  const name = textOf(header, 0, 100);
  return prefix ? `${prefix}/${name}` : name;
}

function textOf(header, at, bytes) {
  return header.toString('utf8', at, at + bytes).replace(/\0.*$/s, '');
}

/** Octal, or base 256 where the first bit is set. */
function numberOf(header, at, bytes) {
  if ((header[at] & 0x80) !== 0) {
    let value = header[at] & 0x7f;
    for (let index = at + 1; index < at + bytes; index += 1) value = value * 256 + header[index];
    return value;
  }
  return Number.parseInt(textOf(header, at, bytes).trim() || '0', 8);
}

function paxPath(text) {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(text)?.[1];
}

/**
 * Reads zip archives without another program: wheels and runtime archives are zips, and `unzip` is not on every machine.
 * Walks the central directory, knows zip64 sizes and offsets, inflates entry by entry in a stream and checks each CRC.
 * Source: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16, 4.5.3.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize, sep } from 'node:path';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';

const endOfDirectory = 0x06054b50;
const endOfDirectory64 = 0x06064b50;
const locator64 = 0x07064b50;
const directoryEntry = 0x02014b50;
const localHeader = 0x04034b50;
const full16 = 0xffff;
const full32 = 0xffffffff;
const chunkBytes = 1 << 20;

/**
 * @typedef {object} ZipEntry
 * @property {string} name  as stored, `/` between folders, a trailing `/` for a folder
 * @property {number} method  0 stored, 8 deflated
 * @property {number} packedBytes
 * @property {number} bytes  unpacked
 * @property {number} crc
 * @property {number} mode  Unix permission bits, 0 when the archive holds none
 * @property {boolean} isLink  a symbolic link, whose content is its target
 * @property {number} offset  of the local header
 */

/**
 * Opens an archive, hands it to `use`, and closes it whatever happens.
 *
 * @template T
 * @param {string} file
 * @param {(zip: { entries: ZipEntry[], read(entry: ZipEntry): Promise<Buffer>, extract(entry: ZipEntry, to: string, seen?: (bytes: number) => void): Promise<void> }) => Promise<T>} use
 * @param {{ offset?: number, bytes?: number }} [part]  the archive's place inside the file, when it is not the whole
 */
export async function withZip(file, use, part = {}) {
  const handle = await open(file);
  try {
    const base = part.offset ?? 0;
    const length = part.bytes ?? (await handle.stat()).size - base;
    const readAt = (position, bytes) => readExactly(handle, base + position, bytes, file);
    const entries = await readDirectory(readAt, length, file);
    const extract = async (entry, to, seen) => {
      await mkdir(dirname(to), { recursive: true });
      // Only the permission bits: an archive may not hand out setuid.
      await unpack(readAt, entry, createWriteStream(to, { mode: entry.mode & 0o777 || 0o644 }), seen);
    };
    const read = async (entry) => {
      const chunks = [];
      const sink = new Writable({
        write(chunk, _encoding, done) {
          chunks.push(chunk);
          done();
        },
      });
      await unpack(readAt, entry, sink);
      return Buffer.concat(chunks);
    };
    return await use({ entries, read, extract });
  } finally {
    await handle.close();
  }
}

/**
 * The place of an entry below a folder.
 *
 * @throws when the name would leave the folder
 */
export function placeBelow(folder, name) {
  const relative = normalize(name);
  if (isAbsolute(relative) || relative === '..' || relative.startsWith(`..${sep}`) || name.includes('\\'))
    throw new Error(`The archive holds "${name}", which would be written outside its folder.`);
  return join(folder, relative);
}

async function readDirectory(readAt, length, file) {
  const { count, offset, bytes } = await findDirectory(readAt, length, file);
  const directory = await readAt(offset, bytes);
  const entries = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (directory.readUInt32LE(at) !== directoryEntry) throw new Error(`${file}: its directory is damaged.`);
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const commentBytes = directory.readUInt16LE(at + 32);
    const name = directory.toString('utf8', at + 46, at + 46 + nameBytes);
    const extra = directory.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes);
    const unixMode = directory.readUInt32LE(at + 38) >>> 16;
    const sizes = widened(
      {
        bytes: directory.readUInt32LE(at + 24),
        packedBytes: directory.readUInt32LE(at + 20),
        offset: directory.readUInt32LE(at + 42),
      },
      extra,
    );
    entries.push({
      name,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      mode: unixMode & 0o7777,
      isLink: (unixMode & 0o170000) === 0o120000,
      ...sizes,
    });
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  return entries;
}

/** The end record is the last thing in the file but for a comment of up to 65,535 bytes. */
async function findDirectory(readAt, length, file) {
  const tailBytes = Math.min(length, 22 + full16);
  const tail = await readAt(length - tailBytes, tailBytes);
  for (let at = tailBytes - 22; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== endOfDirectory) continue;
    const found = {
      count: tail.readUInt16LE(at + 10),
      bytes: tail.readUInt32LE(at + 12),
      offset: tail.readUInt32LE(at + 16),
    };
    const isWide = found.count === full16 || found.bytes === full32 || found.offset === full32;
    const locator = at - 20;
    if (!isWide || locator < 0 || tail.readUInt32LE(locator) !== locator64) return found;
    const wide = await readAt(safeNumber(tail.readBigUInt64LE(locator + 8)), 56);
    if (wide.readUInt32LE(0) !== endOfDirectory64) throw new Error(`${file}: its zip64 directory is damaged.`);
    return {
      count: safeNumber(wide.readBigUInt64LE(32)),
      bytes: safeNumber(wide.readBigUInt64LE(40)),
      offset: safeNumber(wide.readBigUInt64LE(48)),
    };
  }
  throw new Error(`${file} is not a complete zip archive.`);
}

/** Fields that do not fit 32 bits are all ones; their values follow in extra field 1, in this order. */
function widened(fields, extra) {
  let at = 0;
  while (at + 4 <= extra.length) {
    const id = extra.readUInt16LE(at);
    const size = extra.readUInt16LE(at + 2);
    if (id === 1) {
      let value = at + 4;
      for (const key of ['bytes', 'packedBytes', 'offset']) {
        if (fields[key] !== full32) continue;
        fields[key] = safeNumber(extra.readBigUInt64LE(value));
        value += 8;
      }
    }
    at += 4 + size;
  }
  return fields;
}

async function unpack(readAt, entry, sink, seen) {
  if (entry.method !== 0 && entry.method !== 8)
    throw new Error(`"${entry.name}" is packed by method ${entry.method}, which is not supported.`);
  const header = await readAt(entry.offset, 30);
  if (header.readUInt32LE(0) !== localHeader) throw new Error(`"${entry.name}" has a damaged header.`);
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  let crc = 0;
  let bytes = 0;
  const check = new Transform({
    transform(chunk, _encoding, done) {
      crc = crc32(chunk, crc);
      bytes += chunk.length;
      seen?.(chunk.length);
      done(null, chunk);
    },
  });
  const packed = packedChunks(readAt, start, entry.packedBytes);
  const stages = entry.method === 8 ? [createInflateRaw({ chunkSize: chunkBytes })] : [];
  await pipeline(packed, ...stages, check, sink);
  if (crc !== entry.crc || bytes !== entry.bytes) throw new Error(`"${entry.name}" is damaged: its checksum differs.`);
}

async function* packedChunks(readAt, start, bytes) {
  for (let at = 0; at < bytes; at += chunkBytes) yield await readAt(start + at, Math.min(chunkBytes, bytes - at));
}

async function readExactly(handle, position, bytes, file) {
  const buffer = Buffer.allocUnsafe(bytes);
  let done = 0;
  while (done < bytes) {
    const { bytesRead } = await handle.read(buffer, done, bytes - done, position + done);
    if (bytesRead === 0) throw new Error(`${file} ends too early.`);
    done += bytesRead;
  }
  return buffer;
}

function safeNumber(big) {
  const value = Number(big);
  if (!Number.isSafeInteger(value)) throw new Error(`An archive names a size of ${big} bytes.`);
  return value;
}

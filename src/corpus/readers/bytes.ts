/** The bytes of a file as a stream, unpacked where its name says that it is packed. */
import { createReadStream } from 'node:fs';
import type { Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { UnreadableFile } from './reader.ts';

const chunkBytes = 1 << 18;
const packings: Readonly<Record<string, () => Transform>> = {
  '.gz': () => createGunzip(),
  '.zst': () => createZstdDecompress(),
};

/** The name that tells what is inside: lower case, without `.gz` or `.zst`. */
export function innerName(file: string): string {
  return file.toLowerCase().replace(/\.(gz|zst)$/, '');
}

export function isPacked(file: string): boolean {
  return innerName(file) !== file.toLowerCase();
}

/**
 * @param onBytes told of bytes read from the disk, before unpacking
 * @throws UnreadableFile when the file cannot be opened or unpacked
 */
export async function* bytesOf(file: string, onBytes?: (bytes: number) => void): AsyncGenerator<Buffer> {
  const raw = createReadStream(file, { highWaterMark: chunkBytes });
  if (onBytes) raw.on('data', (chunk) => onBytes(chunk.length));
  const packing = Object.entries(packings).find(([suffix]) => file.toLowerCase().endsWith(suffix));
  const unpacked = packing?.[1]();
  raw.once('error', (error) => unpacked?.destroy(error));
  try {
    yield* (unpacked ? raw.pipe(unpacked) : raw) as AsyncIterable<Buffer>;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new UnreadableFile(`cannot be ${unpacked ? 'unpacked' : 'read'} (${code})`, 'unreadable', { cause: error });
  } finally {
    raw.destroy();
    unpacked?.destroy();
  }
}

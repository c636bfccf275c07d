/**
 * Frames of a TFRecord file: length (8 bytes, little-endian), its masked CRC, the data, its masked CRC. The CRC is CRC-32C
 * (Castagnoli), masked as TensorFlow's record format says: rotated right by 15 bits, plus 0xa282ead8.
 */

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

/** CRC-32C of bytes, unmasked. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ table[(crc ^ byte) & 0xff]!;
  return (crc ^ 0xffffffff) >>> 0;
}

export function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** One frame around `data`. */
export function frame(data: Uint8Array): Buffer {
  const framed = Buffer.alloc(16 + data.length);
  framed.writeBigUInt64LE(BigInt(data.length));
  framed.writeUInt32LE(masked(crc32c(framed.subarray(0, 8))), 8);
  framed.set(data, 12);
  framed.writeUInt32LE(masked(crc32c(data)), 12 + data.length);
  return framed;
}

/** The data of every frame. A last frame that was cut off, as a killed writer leaves it, is left out. */
export function* framesOf(file: Buffer): Generator<Buffer> {
  for (let at = 0; at + 12 <= file.length;) {
    if (file.readUInt32LE(at + 8) !== masked(crc32c(file.subarray(at, at + 8))))
      throw new RangeError(`the length at byte ${at} does not match its checksum`);
    const end = at + 12 + Number(file.readBigUInt64LE(at));
    if (end + 4 > file.length) return;
    const data = file.subarray(at + 12, end);
    if (file.readUInt32LE(end) !== masked(crc32c(data)))
      throw new RangeError(`the record at byte ${at} does not match its checksum`);
    yield data;
    at = end + 4;
  }
}

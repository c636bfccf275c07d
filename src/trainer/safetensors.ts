/**
 * The safetensors format: u64 header length (little endian), a JSON header, raw little-endian data. Tensors are read
 * and written one at a time, so that a file may be larger than memory allows for a second copy.
 */
import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, fstatSync, writeSync } from 'node:fs';
import { endianness } from 'node:os';
import { Refusal, type RefusalCode } from '#base/refusal';

export type TensorData = Float32Array | Int32Array;

/** A tensor to write. `data` may be made on demand, so that only one is in memory. */
export interface TensorEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: 'F32' | 'I32';
  readonly data: () => TensorData | Promise<TensorData>;
}

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Largest number of bytes that one call of the operating system moves. */
const piece = 1 << 30;

/** Writes the whole file beside its place, then renames it: readers see the old file or the new one. @returns bytes */
export async function writeSafetensors(
  file: string,
  entries: readonly TensorEntry[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<number> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, shape, type } of entries) {
    const end = offset + 4 * shape.reduce((a, b) => a * b, 1);
    header[name] = { dtype: type, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = Buffer.from(JSON.stringify(header));
  const padded = Buffer.alloc(8 + Math.ceil(text.length / 8) * 8, ' '); // data starts at a multiple of 8
  padded.writeBigUInt64LE(BigInt(padded.length - 8));
  text.copy(padded, 8);

  const beside = `${file}.${process.pid}.part`;
  try {
    const handle = openSync(beside, 'w');
    try {
      writeAll(handle, padded);
      for (const { data } of entries) writeAll(handle, bytesOf(await data()));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, file);
  } catch (cause) {
    rmSync(beside, { force: true });
    throw diskError(cause, file);
  }
  return padded.length + offset;
}

/** An open file. `close` it. */
export interface SafetensorsFile {
  readonly names: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  shape(name: string): readonly number[];
  /** Numbers of a tensor as 32-bit floats; F16 and BF16 are widened. */
  floats(name: string): Float32Array;
  integers(name: string): Int32Array;
  close(): void;
}

/** @throws Refusal `file_missing`, or `code` when the file is not safetensors */
export function openSafetensors(file: string, code: RefusalCode = 'model_invalid'): SafetensorsFile {
  const refuse = (message: string, cause?: unknown): Refusal =>
    new Refusal(code, message, { file, remedy: 'Use a complete safetensors file.' }, { cause });
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (cause) {
    const remedy = 'Check the path.';
    throw new Refusal('file_missing', `${file} cannot be opened.`, { file, remedy }, { cause });
  }
  try {
    const { header, dataStart } = readHeader(handle, refuse);
    const { __metadata__: metadata = {}, ...tensors } = header;
    const entry = (name: string): HeaderEntry => {
      const found = (tensors as Record<string, HeaderEntry>)[name];
      if (!found) throw refuse(`The file has no tensor named ${name}.`);
      return found;
    };
    const bytes = (name: string): Uint8Array<ArrayBuffer> => {
      const [begin, end] = entry(name).data_offsets;
      return readAll(handle, dataStart + begin, end - begin);
    };
    return {
      names: Object.keys(tensors),
      metadata: metadata as Record<string, string>,
      shape: (name) => entry(name).shape,
      floats: (name) => {
        const type = entry(name).dtype;
        if (type === 'F32') return new Float32Array(bytes(name).buffer);
        if (type === 'BF16' || type === 'F16') return widened(new Uint16Array(bytes(name).buffer), type);
        throw refuse(`Tensor ${name} holds ${type}; F32, F16 and BF16 are read.`);
      },
      integers: (name) => {
        if (entry(name).dtype !== 'I32') throw refuse(`Tensor ${name} holds ${entry(name).dtype}, not I32.`);
        return new Int32Array(bytes(name).buffer);
      },
      close: () => closeSync(handle),
    };
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}

function readHeader(
  handle: number,
  refuse: (message: string, cause?: unknown) => Refusal,
): { header: Record<string, unknown>; dataStart: number } {
  const { size } = fstatSync(handle);
  if (size < 8) throw refuse('The file is too short for safetensors.');
  const length = Number(Buffer.from(readAll(handle, 0, 8)).readBigUInt64LE());
  if (length > size - 8 || length > 100_000_000) throw refuse('The file is cut off, or it is not safetensors.');
  let header: unknown;
  try {
    header = JSON.parse(Buffer.from(readAll(handle, 8, length)).toString('utf8'));
  } catch (cause) {
    throw refuse('The header is not JSON.', cause);
  }
  if (typeof header !== 'object' || header === null) throw refuse('The header is not a JSON object.');
  const ends = Object.entries(header).map(([name, entry]) =>
    name === '__metadata__' ? 0 : (entry as HeaderEntry).data_offsets[1],
  );
  if (Math.max(0, ...ends) > size - 8 - length) throw refuse('The file is cut off: tensors are missing.');
  return { header: header as Record<string, unknown>, dataStart: 8 + length };
}

function bytesOf(data: TensorData): Uint8Array {
  if (endianness() !== 'LE') throw new Error('safetensors needs a little-endian machine');
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function writeAll(handle: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done, Math.min(piece, bytes.length - done));
}

function readAll(handle: number, position: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const read = readSync(handle, bytes, done, Math.min(piece, length - done), position + done);
    if (read === 0) throw new Error('the file ends early');
    done += read;
  }
  return bytes;
}

/** Half-precision numbers of either kind as 32-bit floats. */
function widened(halves: Uint16Array, type: 'F16' | 'BF16'): Float32Array {
  if (type === 'BF16') return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
  return Float32Array.from(halves, (bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction ? NaN : sign * Infinity;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

function diskError(cause: unknown, file: string): unknown {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Refusal('disk_full', 'The disk is full.', { file, remedy: 'Free some space, then resume.' }, { cause });
  if (code === 'EROFS' || code === 'EACCES')
    return new Refusal(
      'workspace_read_only',
      `${file} cannot be written.`,
      { file, remedy: 'Allow writing there, or use another folder.' },
      { cause },
    );
  return cause;
}

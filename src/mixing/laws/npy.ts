/** NumPy's .npy files: versions 1 and 2, floats of 4 or 8 bytes, read in two or three dimensions and written in any. */
import { Refusal } from '#base/refusal';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY

export function isNpy(bytes: Uint8Array): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/** Numbers in the order of rows, the last dimension fastest. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/**
 * The matrix in a .npy file, rows first whichever way it lies in the file.
 *
 * @throws Refusal `matrix_invalid` for other versions, shapes and number types, or a file that is too short
 */
export function parseNpy(bytes: Uint8Array, file?: string): number[][] {
  const { shape, data } = parseNpyArray(bytes, file, [2]);
  return matrixAt(data, 0, shape as readonly [number, number]);
}

/**
 * Matrices over time: an array of two dimensions is one of them, of three (time, rows, columns) several.
 *
 * @throws Refusal `matrix_invalid` as `parseNpy`
 */
export function parseNpyMatrices(bytes: Uint8Array, file?: string): number[][][] {
  const { shape, data } = parseNpyArray(bytes, file, [2, 3]);
  const [rows, columns] = shape.slice(-2) as [number, number];
  const count = shape.length === 3 ? shape[0]! : 1;
  return Array.from({ length: count }, (_matrix, at) => matrixAt(data, at * rows * columns, [rows, columns]));
}

/** A .npy file of version 1, little-endian float64, as numpy.save writes it. */
export function writeNpy({ shape, data }: NpyArray): Uint8Array {
  const dimensions = shape.length === 1 ? `${String(shape[0])},` : shape.join(', ');
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${dimensions}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10; // numbers begin at a multiple of 64 bytes
  const bytes = new Uint8Array(10 + length + data.length * 8);
  const view = new DataView(bytes.buffer);
  bytes.set([...magic, 1, 0]);
  view.setUint16(8, length, true);
  bytes.set(new TextEncoder().encode(`${text.padEnd(length - 1)}\n`), 10);
  data.forEach((value, i) => view.setFloat64(10 + length + i * 8, value, true));
  return bytes;
}

function matrixAt(data: Float64Array, from: number, [rows, columns]: readonly [number, number]): number[][] {
  return Array.from({ length: rows }, (_row, i) => [...data.subarray(from + i * columns, from + (i + 1) * columns)]);
}

function parseNpyArray(bytes: Uint8Array, file: string | undefined, dimensions: readonly number[]): NpyArray {
  const refuse = (what: string): never => {
    throw new Refusal('matrix_invalid', `${file ?? 'The file'} ${what}.`, {
      ...(file !== undefined && { file }),
      remedy: `Save an array of ${dimensions.join(' or ')} dimensions of float32 or float64: numpy.save(path, array).`,
    });
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  if (!isNpy(bytes) || bytes.length < 12) refuse('is not a .npy file');
  if (version !== 1 && version !== 2) refuse(`has .npy version ${version ?? 0}, not 1 or 2`);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, start + length));
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? '';
  const shape = (/'shape':\s*\(([^)]*)\)/.exec(header)?.[1] ?? '')
    .split(',')
    .flatMap((n) => (n.trim() ? [Number(n)] : []));
  if (!/^[<>|=]?f[48]$/.test(type)) refuse(`holds numbers of type "${type}"`);
  if (!dimensions.includes(shape.length)) refuse(`has ${shape.length} dimensions`);
  const count = shape.reduce((a, b) => a * b, 1);
  const size = type.endsWith('8') ? 8 : 4;
  const isLittle = !type.startsWith('>');
  if (bytes.length < start + length + count * size) refuse('ends before its last number');
  const place = placesOf(shape, /'fortran_order':\s*True/.test(header));
  const data = Float64Array.from({ length: count }, (_value, i) => {
    const at = start + length + place(i) * size;
    return size === 8 ? view.getFloat64(at, isLittle) : view.getFloat32(at, isLittle);
  });
  return { shape, data };
}

/** Where the i-th number in the order of rows lies in a file. */
function placesOf(shape: readonly number[], isColumnMajor: boolean): (i: number) => number {
  if (!isColumnMajor) return (i) => i;
  return (i) => {
    let rest = i;
    const index = shape.toReversed().map((size) => {
      const at = rest % size;
      rest = (rest - at) / size;
      return at;
    });
    let place = 0;
    for (const [n, size] of shape.toReversed().entries()) place = place * size + index[n]!;
    return place;
  };
}

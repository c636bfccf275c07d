/** NumPy's .npy files: versions 1 and 2, two-dimensional, floats of 4 or 8 bytes. */
import { Refusal } from '#base/refusal';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY

export function isNpy(bytes: Uint8Array): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/**
 * The matrix in a .npy file, rows first whichever way it lies in the file.
 *
 * @throws Refusal `matrix_invalid` for other versions, shapes and number types, or a file that is too short
 */
export function parseNpy(bytes: Uint8Array, file?: string): number[][] {
  const refuse = (what: string): never => {
    throw new Refusal('matrix_invalid', `${file ?? 'The file'} ${what}.`, {
      ...(file !== undefined && { file }),
      remedy: 'Save a two-dimensional array of float32 or float64: numpy.save(path, array).',
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
  const isColumnMajor = /'fortran_order':\s*True/.test(header);
  if (!/^[<>|=]?f[48]$/.test(type)) refuse(`holds numbers of type "${type}"`);
  if (shape.length !== 2) refuse(`has ${shape.length} dimensions`);
  const [rows, columns] = shape as [number, number];
  const size = type.endsWith('8') ? 8 : 4;
  const isLittle = !type.startsWith('>');
  if (bytes.length < start + length + rows * columns * size) refuse('ends before its last number');
  const at = (i: number, j: number) => {
    const place = start + length + (isColumnMajor ? j * rows + i : i * columns + j) * size;
    return size === 8 ? view.getFloat64(place, isLittle) : view.getFloat32(place, isLittle);
  };
  return Array.from({ length: rows }, (_row, i) => Array.from({ length: columns }, (_column, j) => at(i, j)));
}

/**
 * Matrices of law parameters from files: JSON, CSV or NPY. Everywhere in the workbench rows are evaluated groups and
 * columns groups trained on; a file that is written the other way must say so, or be declared so. It is never guessed.
 */
import { transposed } from '#base/linear-algebra';
import { Refusal } from '#base/refusal';
import type { Matrix } from '../method.ts';
import { numberIn, parseCsv } from './csv.ts';
import { isNpy, parseNpy } from './npy.ts';

/** What the rows of a written matrix are. */
export type Rows = 'evaluated' | 'trained';

/**
 * Reads a matrix and turns it so that rows are evaluated groups.
 *
 * - JSON: an array of rows, or `{"matrix": [...], "rows": "evaluated" | "trained"}`, whose declaration wins.
 * - CSV: numbers only, or with a header row of names and then, if it has one more cell, names in front of each row.
 * - NPY: two dimensions, float32 or float64.
 *
 * @param rows what the file's rows are, when it does not say so itself
 * @throws     Refusal `matrix_invalid` or `table_invalid`, naming row and column
 */
export function parseMatrixFile(bytes: Uint8Array, file: string, rows: Rows = 'evaluated'): Matrix {
  if (isNpy(bytes)) return oriented(requireMatrix(parseNpy(bytes, file), file), rows);
  const text = new TextDecoder().decode(bytes);
  if (!/^\ufeff?\s*[[{]/.test(text)) return oriented(requireMatrix(matrixInCsv(text, file), file), rows);
  const content = parseJson(text, file);
  const isObject = typeof content === 'object' && content !== null && 'matrix' in content;
  const declared = isObject && 'rows' in content ? requireRows(content.rows, file) : rows;
  return oriented(requireMatrix(isObject ? content.matrix : content, file), declared);
}

/** @throws Refusal `matrix_invalid` for anything but `evaluated` and `trained` */
export function requireRows(value: unknown, file?: string): Rows {
  if (value === 'evaluated' || value === 'trained') return value;
  throw new Refusal('matrix_invalid', `Rows cannot be "${String(value)}".`, {
    ...(file !== undefined && { file }),
    field: 'rows',
    remedy: 'Say "evaluated" when a row is the group whose loss moves, "trained" when it is the group trained on.',
  });
}

function oriented(matrix: Matrix, rows: Rows): Matrix {
  return rows === 'trained' ? transposed(matrix) : matrix;
}

function matrixInCsv(text: string, file: string): number[][] {
  const { header, rows } = parseCsv(text, file);
  const isNamed = header.length > 0 && rows.every(([name]) => name === '' || Number.isNaN(Number(name)));
  return rows.map((cells, i) =>
    cells.slice(Number(isNamed)).map((cell, j) => numberIn(cell, `row ${i + 1}, column ${j + 1}`, file)),
  );
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new Refusal(
      'file_malformed',
      `${file} is not JSON: ${detail}.`,
      { file, remedy: 'Correct the file at the place that the message names.' },
      { cause },
    );
  }
}

function requireMatrix(content: unknown, file: string): Matrix {
  const refuse = (message: string, field: string): never => {
    throw new Refusal('matrix_invalid', message, {
      file,
      field,
      remedy: 'Give an array of rows of finite numbers, all of the same length.',
    });
  };
  if (!Array.isArray(content) || content.length === 0) return refuse('There is no matrix.', 'matrix');
  const width = Array.isArray(content[0]) ? content[0].length : 0;
  content.forEach((row: unknown, i) => {
    if (!Array.isArray(row) || row.length !== width || width === 0)
      return refuse(`Row ${i + 1} does not have ${Math.max(width, 1)} numbers.`, `row ${i + 1}`);
    const wrong = row.findIndex((entry) => typeof entry !== 'number' || !Number.isFinite(entry));
    if (wrong >= 0)
      refuse(`Row ${i + 1}, column ${wrong + 1} is not a finite number.`, `row ${i + 1}, column ${wrong + 1}`);
  });
  return content as Matrix;
}

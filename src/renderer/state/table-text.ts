/** Tables of numbers from what a person types, pastes or picks. */
import { parseMatrixFile } from '#mixing/laws/matrix-file';
import type { Matrix } from '#mixing/method';

/** One row a line; blanks, tabs, commas or semicolons between numbers. What is no number becomes NaN. */
export function parseRows(text: string): Matrix {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) =>
      line
        .trim()
        .split(/[\s,;]+/)
        .map(Number),
    );
}

/**
 * The numbers of a CSV, JSON or NPY file. A JSON file may declare that its rows are groups trained on; it is then turned,
 * so that rows are evaluated groups. Without a declaration the numbers stay as they lie.
 *
 * @throws Refusal `matrix_invalid`, `table_invalid` or `file_malformed`
 */
export function readTable(bytes: Uint8Array, file: string): { readonly matrix: Matrix; readonly isDeclared: boolean } {
  const matrix = parseMatrixFile(bytes, file, 'evaluated');
  // a declaration in the file wins over what is asked for, so both readings are then the same
  const isDeclared = JSON.stringify(matrix) === JSON.stringify(parseMatrixFile(bytes, file, 'trained'));
  return { matrix, isDeclared };
}

/** Small dense matrices as arrays of rows. Nothing here is meant for more than a few hundred rows. */

type Vector = readonly number[];
type Rows = readonly (readonly number[])[];

/** Rows of a `rows` x `columns` matrix, entry by entry. */
export function matrixOf(rows: number, columns: number, entry: (i: number, j: number) => number): number[][] {
  return Array.from({ length: rows }, (_row, i) => Array.from({ length: columns }, (_column, j) => entry(i, j)));
}

/** Matrix times column vector. */
export function times(matrix: Rows, vector: Vector): number[] {
  return matrix.map((row) => dot(row, vector));
}

export function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, x, k) => sum + x * b[k]!, 0);
}

export function transposed(matrix: Rows): number[][] {
  return matrixOf(matrix[0]?.length ?? 0, matrix.length, (i, j) => matrix[j]![i]!);
}

/** Sum over rows of each column; with `weights`, each row counts that often. */
export function columnSums(matrix: Rows, weights?: Vector): number[] {
  return (matrix[0] ?? []).map((_entry, j) =>
    matrix.reduce((sum, row, i) => sum + (weights === undefined ? 1 : weights[i]!) * row[j]!, 0),
  );
}

/**
 * Solves `matrix x = right` for several right sides by one LU decomposition with partial pivoting.
 *
 * @param matrix n x n
 * @returns      a solver, or null when the matrix is singular or nearly so (a pivot below 1e-10 of the largest entry)
 */
export function solverOf(matrix: Rows): ((right: Vector) => number[]) | null {
  const n = matrix.length;
  const lu = matrix.map((row) => [...row]);
  const order = lu.map((_row, i) => i);
  const largest = Math.max(...lu.flat().map(Math.abs));
  if (!Number.isFinite(largest)) return null;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(lu[i]![k]!) > Math.abs(lu[pivot]![k]!)) pivot = i;
    if (Math.abs(lu[pivot]![k]!) <= 1e-10 * largest) return null;
    [lu[k], lu[pivot]] = [lu[pivot]!, lu[k]!];
    [order[k], order[pivot]] = [order[pivot]!, order[k]!];
    eliminate(lu, k);
  }
  return (right) =>
    substitute(
      lu,
      order.map((i) => right[i]!),
    );
}

/** Clears column `k` below the diagonal and keeps the factors there. */
function eliminate(lu: number[][], k: number): void {
  const pivotRow = lu[k]!;
  for (const row of lu.slice(k + 1)) {
    const factor = row[k]! / pivotRow[k]!;
    row[k] = factor;
    for (let j = k + 1; j < row.length; j++) row[j]! -= factor * pivotRow[j]!;
  }
}

/** Forward, then backward substitution in place of `x`. */
function substitute(lu: Rows, x: number[]): number[] {
  const n = x.length;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) x[i]! -= lu[i]![j]! * x[j]!;
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i]! -= lu[i]![j]! * x[j]!;
    x[i]! /= lu[i]![i]!;
  }
  return x;
}

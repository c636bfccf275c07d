/** Linear regression: ordinary and weighted least squares by pivoted QR, and Huber's by reweighting. */
import { huberWeight } from './huber.ts';
import { dot } from './linear-algebra.ts';

type Rows = readonly (readonly number[])[];

export interface LinearFit {
  /** One per column; 0 for a column that the others already explain. */
  readonly coefficients: number[];
  /** Columns that can be told apart. */
  readonly rank: number;
}

/**
 * Minimises sum_n w_n (rows_n . x - right_n)^2.
 *
 * @param rows    n x k, one row per observation
 * @param weights one per row, >= 0; all 1 when absent
 * Source: Householder QR with column pivoting (Golub and Van Loan, 5.4.2).
 */
export function leastSquares(rows: Rows, right: readonly number[], weights?: readonly number[]): LinearFit {
  const scale = rows.map((_row, n) => Math.sqrt(weights?.[n] ?? 1));
  const R = rows.map((row, n) => row.map((x) => x * scale[n]!));
  const y = right.map((value, n) => value * scale[n]!);
  const columns = rows[0]?.length ?? 0;
  const order = Array.from({ length: columns }, (_column, j) => j);
  const largest = Math.max(...order.map((j) => columnLength(R, j, 0)), 0);
  let rank = 0;
  for (; rank < Math.min(columns, R.length); rank++) {
    const pivot = longestColumn(R, rank, order.length);
    if (columnLength(R, pivot, rank) <= 1e-11 * largest) break;
    swapColumns(R, order, rank, pivot);
    reflect(R, y, rank);
  }
  return { coefficients: backSubstituted(R, y, order, rank), rank };
}

/**
 * Minimises the sum of Huber's loss of the residuals, by least squares reweighted until nothing moves.
 *
 * @param delta where the loss turns linear; Infinity is ordinary least squares
 */
export function huberRegression(rows: Rows, right: readonly number[], delta: number): LinearFit {
  let fit = leastSquares(rows, right);
  for (let round = 0; round < 2000; round++) {
    const weights = rows.map((row, n) => huberWeight(dot(row, fit.coefficients) - right[n]!, delta));
    if (weights.every((w) => w === 1) && round === 0) return fit;
    const next = leastSquares(rows, right, weights);
    const moved = Math.max(...next.coefficients.map((x, j) => Math.abs(x - fit.coefficients[j]!)));
    fit = next;
    if (moved <= 1e-13 * Math.max(1, ...fit.coefficients.map(Math.abs))) break;
  }
  return fit;
}

/** Length of column `j` from row `from` down. */
function columnLength(R: Rows, j: number, from: number): number {
  return Math.hypot(...R.slice(from).map((row) => row[j]!));
}

function longestColumn(R: Rows, from: number, columns: number): number {
  let best = from;
  let length = -1;
  for (let j = from; j < columns; j++) {
    const own = columnLength(R, j, from);
    if (own > length) [best, length] = [j, own];
  }
  return best;
}

function swapColumns(R: number[][], order: number[], a: number, b: number): void {
  for (const row of [...R, order]) [row[a], row[b]] = [row[b]!, row[a]!];
}

/** Householder reflection that clears column `k` below the diagonal, applied to R and y. */
function reflect(R: number[][], y: number[], k: number): void {
  const length = columnLength(R, k, k);
  const v = R.slice(k).map((row) => row[k]!);
  v[0]! += v[0]! >= 0 ? length : -length;
  const square = dot(v, v);
  if (square === 0) return;
  const columns = R[0]!.length;
  for (let j = k; j < columns; j++) {
    const projection = (2 * v.reduce((sum, x, n) => sum + x * R[k + n]![j]!, 0)) / square;
    v.forEach((x, n) => (R[k + n]![j]! -= projection * x));
  }
  const projection = (2 * v.reduce((sum, x, n) => sum + x * y[k + n]!, 0)) / square;
  v.forEach((x, n) => (y[k + n]! -= projection * x));
}

function backSubstituted(R: Rows, y: readonly number[], order: readonly number[], rank: number): number[] {
  const solution = order.map(() => 0);
  for (let i = rank - 1; i >= 0; i--) {
    let value = y[i]!;
    for (let j = i + 1; j < rank; j++) value -= R[i]![j]! * solution[order[j]!]!;
    solution[order[i]!] = value / R[i]![i]!;
  }
  return solution;
}

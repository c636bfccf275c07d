/** Least squares with coefficients that may not be negative, and the distance to a convex hull that follows from it. */
import { dot } from './linear-algebra.ts';
import { leastSquares } from './least-squares.ts';

type Rows = readonly (readonly number[])[];

/**
 * Minimises |sum_j x_j columns_j - right|^2 over x >= 0.
 *
 * @param columns k vectors of the length of `right`
 * Source: Lawson and Hanson 1974, chapter 23.
 */
export function nonNegativeLeastSquares(columns: Rows, right: readonly number[]): number[] {
  const k = columns.length;
  let x = Array<number>(k).fill(0);
  const isFree = Array<boolean>(k).fill(false);
  const scale = Math.max(...columns.map((column) => Math.abs(dot(column, right))), 1e-300);
  for (let round = 0; round < 3 * k; round++) {
    const rest = right.map((value, n) => value - columns.reduce((sum, column, j) => sum + column[n]! * x[j]!, 0));
    const pull = columns.map((column, j) => (isFree[j] ? -Infinity : dot(column, rest)));
    const next = pull.indexOf(Math.max(...pull));
    if (pull[next]! <= 1e-12 * scale) break;
    isFree[next] = true;
    x = solvedWithin(columns, right, x, isFree);
  }
  return x;
}

/** Solves over the free columns; frees fewer while a coefficient would turn negative. */
function solvedWithin(columns: Rows, right: readonly number[], from: readonly number[], isFree: boolean[]): number[] {
  let x = [...from];
  for (;;) {
    const free = columns.flatMap((_column, j) => (isFree[j] ? [j] : []));
    const rows = right.map((_value, n) => free.map((j) => columns[j]![n]!));
    const target = x.map(() => 0);
    leastSquares(rows, right).coefficients.forEach((value, i) => (target[free[i]!] = value));
    if (free.every((j) => target[j]! > 0)) return target;
    const share = Math.min(
      ...free.flatMap((j) => (target[j]! <= 0 ? [x[j]! / Math.max(x[j]! - target[j]!, 1e-300)] : [])),
    );
    x = x.map((value, j) => value + share * (target[j]! - value));
    for (const j of free) if (x[j]! <= 1e-14) [x[j], isFree[j]] = [0, false];
    if (!isFree.includes(true)) return x;
  }
}

/**
 * Euclidean distance of a point from the convex hull of others; 0 inside.
 *
 * @param points n points of the dimension of `point`
 */
export function distanceToHull(points: Rows, point: readonly number[]): number {
  const heavy = 1e3; // holds the weights of the points to a sum of 1
  const weights = nonNegativeLeastSquares(
    points.map((other) => [...other, heavy]),
    [...point, heavy],
  );
  return Math.hypot(...point.map((x, i) => x - points.reduce((sum, other, n) => sum + weights[n]! * other[i]!, 0)));
}

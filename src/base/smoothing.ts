/** Smoothing of evenly spaced values by local polynomials. */
import { dot, matrixOf, solverOf } from './linear-algebra.ts';

/**
 * Savitzky-Golay filter: each value becomes that of the polynomial fitted to the window around it; near the ends, to
 * the first or last whole window. Values too few for a window that is longer than the polynomial needs stay as they are.
 *
 * @param window odd number of values; shortened to the largest odd number that there are values for
 * @param order  degree of the polynomial
 */
export function savitzkyGolay(values: readonly number[], window: number, order: number): number[] {
  const length = Math.min(window, values.length - (values.length % 2 === 0 ? 1 : 0));
  if (length <= order + 1) return [...values];
  const half = (length - 1) / 2;
  const weights = Array.from({ length }, (_row, place) => windowWeights(length, order, place));
  return values.map((_value, i) => {
    const start = Math.min(Math.max(i - half, 0), values.length - length);
    return dot(weights[i - start]!, values.slice(start, start + length));
  });
}

/** What each value of a window counts in the fitted polynomial's value at index `place`. */
function windowWeights(length: number, order: number, place: number): number[] {
  const half = (length - 1) / 2;
  const powers = (index: number) => Array.from({ length: order + 1 }, (_power, k) => ((index - half) / half) ** k);
  const rows = Array.from({ length }, (_row, index) => powers(index));
  const normal = matrixOf(order + 1, order + 1, (a, b) => rows.reduce((sum, row) => sum + row[a]! * row[b]!, 0));
  const solution = solverOf(normal)!(powers(place));
  return rows.map((row) => dot(row, solution));
}

/** How much it matters which sequences a law was read on. */

/**
 * How far the choice of sequences moves falls, relative to the falls: two random parts of the same text see the same
 * model, and half of the variance between them is that of one.
 */
export function relativeError(falls: readonly number[], others: readonly number[]): number {
  const square = (values: readonly number[]): number => values.reduce((sum, value) => sum + value ** 2, 0);
  const error = Math.sqrt(square(falls.map((fall, i) => fall - others[i]!)) / 2);
  const size = Math.sqrt((square(falls) + square(others)) / 2);
  return size > 0 ? error / size : 0;
}

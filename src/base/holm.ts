/** Correction of p values for having tested several times. */

/**
 * Holm's step-down adjustment, in the order given; null stays null and does not count as a test.
 *
 * Source: Holm 1979.
 */
export function holm(ps: readonly (number | null)[]): (number | null)[] {
  const order = ps.flatMap((p, i) => (p === null ? [] : [{ p, i }])).sort((a, b) => a.p - b.p);
  const adjusted = ps.map((): number | null => null);
  let largest = 0;
  for (const [rank, { p, i }] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (order.length - rank) * p));
    adjusted[i] = largest;
  }
  return adjusted;
}

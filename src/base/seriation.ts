/** Putting things in an order in which neighbours are alike. */

/**
 * An order by likeness: things are merged by average linkage, the most alike first, and each time the two rows are joined
 * at the ends that are most alike.
 *
 * @param alike symmetric, larger is more alike; entries that are not numbers count as not alike at all
 * @returns     indices in their new order, the lower index first of the two directions
 */
export function orderByLikeness(alike: readonly (readonly number[])[]): number[] {
  const likeness = (a: number, b: number): number => {
    const value = alike[a]![b]!;
    return Number.isFinite(value) ? value : -Infinity;
  };
  const between = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, i) => sum + b.reduce((inner, j) => inner + likeness(i, j), 0), 0) / (a.length * b.length);
  let rows = alike.map((_row, i) => [i]);
  while (rows.length > 1) {
    let best: readonly [number, number] = [0, 1];
    let most = -Infinity;
    for (let i = 0; i < rows.length; i++)
      for (let j = i + 1; j < rows.length; j++) {
        const value = between(rows[i]!, rows[j]!);
        if (value > most) [most, best] = [value, [i, j]];
      }
    const [i, j] = best;
    const merged = joined(rows[i]!, rows[j]!, likeness);
    rows = [...rows.filter((_row, place) => place !== i && place !== j), merged];
  }
  const [order = []] = rows;
  return (order.at(-1) ?? 0) < (order[0] ?? 0) ? order.toReversed() : order;
}

/** The four ways to lay two rows end to end; the one whose touching ends are most alike, the first of equals. */
function joined(a: readonly number[], b: readonly number[], likeness: (a: number, b: number) => number): number[] {
  const [left, right] = [a.toReversed(), b.toReversed()];
  const ways = [
    [a, b],
    [a, right],
    [left, b],
    [left, right],
  ] as const;
  let best: readonly [readonly number[], readonly number[]] = ways[0];
  for (const way of ways) if (likeness(way[0].at(-1)!, way[1][0]!) > likeness(best[0].at(-1)!, best[1][0]!)) best = way;
  return [...best[0], ...best[1]];
}

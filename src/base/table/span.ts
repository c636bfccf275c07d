/** Which part of a long row or column of cells is in view, and where to scroll to see one of them. */

export interface Span {
  readonly from: number;
  /** The first one that is not drawn any more. */
  readonly to: number;
}

/** Left edges of cells of these widths, and the edge after the last: one number more than widths. */
export function edgesOf(widths: readonly number[]): readonly number[] {
  const edges = [0];
  for (const width of widths) edges.push(edges.at(-1)! + width);
  return edges;
}

/**
 * Cells that are at least partly between `start` and `end`, with `margin` more on each side so that scrolling shows no gap.
 *
 * @param edges as `edgesOf` gives them
 */
export function spanOf(edges: readonly number[], start: number, end: number, margin: number): Span {
  const count = edges.length - 1;
  const first = firstAfter(edges, start) - 1;
  const last = firstAfter(edges, end - 1e-9);
  const from = Math.max(0, Math.min(count, first - margin));
  return { from, to: Math.max(from, Math.min(count, last + margin)) };
}

/** Where to scroll so that a cell from `start` to `end` is in view; the same place when it is already. */
export function scrollToShow(start: number, end: number, scrolled: number, room: number): number {
  if (start < scrolled || end - start > room) return start;
  return end > scrolled + room ? end - room : scrolled;
}

/** Index of the first edge beyond a place. */
function firstAfter(edges: readonly number[], place: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

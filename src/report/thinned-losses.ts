/** Training losses with fewer points that draw the same line. */
import { thinned } from '#charts/series';

/** Columns that a curve of a document is wide at most. */
const columns = 80;

export function thinnedLosses(
  points: readonly { readonly step: number; readonly loss: number }[],
): { readonly step: number; readonly loss: number }[] {
  const measured = points.map(({ step, loss }) => ({ step, value: loss }));
  return thinned(measured, columns).map(({ step, value }) => ({ step, loss: value }));
}

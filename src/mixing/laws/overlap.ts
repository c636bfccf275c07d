/** Whether a law only mirrors what the texts of its groups share. */
import { spearman } from '#base/correlation';
import type { Matrix } from '../method.ts';

/**
 * Rank correlation of a law with the overlap of its groups, over the entries off the diagonal that both have.
 *
 * @param overlap `overlap[i][j]`: how much of group i's text also stands in group j
 * @returns       null with fewer than three such entries, or when either side is constant
 */
export function overlapCorrelation(law: Matrix, overlap: Matrix): number | null {
  const pairs = law.flatMap((row, i) =>
    row.flatMap((entry, j) => {
      const shared = overlap[i]?.[j] ?? NaN;
      return i !== j && Number.isFinite(entry) && Number.isFinite(shared) ? [[entry, shared] as const] : [];
    }),
  );
  if (pairs.length < 3) return null;
  return spearman(
    pairs.map(([entry]) => entry),
    pairs.map(([, shared]) => shared),
  );
}

/** A chart of differences: which line each row of a comparison gets. */
import { decimalsFor, formatSigned } from '#base/format';
import type { Comparison, ComparisonRow } from '#mixing/comparison';
import { inWords } from './verdict.ts';

/** One line of a chart of differences. */
export interface ForestEntry {
  readonly id: string;
  readonly name: string;
  /** CSS colour. */
  readonly colour: string;
  readonly mean: number;
  /** Ends of its interval; null for one seed. */
  readonly interval: readonly [number, number] | null;
  readonly perSeed: readonly number[];
  /** For whoever points at it. */
  readonly words: string;
}

/** Rows with a difference in this measure, the best first. */
export function forestOf(
  { rows }: Comparison,
  measure: string,
  colourOf: (row: ComparisonRow) => string,
): readonly ForestEntry[] {
  return rows
    .flatMap((row): readonly ForestEntry[] => {
      const difference = row.cells[measure]?.difference;
      if (!difference || difference.n === 0) return [];
      const { mean, standardError, interval, perSeed, verdict } = difference;
      const decimals = Math.min(4, decimalsFor(mean, standardError));
      const ends = interval && `, ${formatSigned(interval.low, decimals)} to ${formatSigned(interval.high, decimals)}`;
      return [
        {
          id: row.key,
          name: row.label,
          colour: colourOf(row),
          mean,
          interval: interval && [interval.low, interval.high],
          perSeed,
          words: `${row.label}: ${formatSigned(mean, decimals)}${ends ?? ''}${verdict ? `; ${inWords(verdict)}` : ''}`,
        },
      ];
    })
    .sort((a, b) => a.mean - b.mean);
}

/** Means and spreads over seeds, and the entropy of counts. */

/** A number over seeds. */
export interface Folded {
  /** NaN for no value. */
  readonly mean: number;
  /** Sample standard deviation (n - 1); null for fewer than two values. */
  readonly sd: number | null;
  /** sd / sqrt(n); null for fewer than two values. */
  readonly standardError: number | null;
  readonly n: number;
}

/** Arithmetic mean; NaN for no value. */
export function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** Sample standard deviation, with n - 1; null for fewer than two values. */
export function sampleDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (values.length - 1));
}

/** Mean, sample deviation and standard error of one number over seeds. */
export function fold(values: readonly number[]): Folded {
  const n = values.length;
  const sd = sampleDeviation(values);
  return { mean: mean(values), sd, standardError: sd === null ? null : sd / Math.sqrt(n), n };
}

/** Folds position by position: `rows[seed][k]` gives one number over seeds for each k. */
export function foldColumns(rows: readonly (readonly number[])[]): Folded[] {
  return (rows[0] ?? []).map((_value, k) => fold(rows.map((row) => row[k]!)));
}

/** Entropy of the frequencies in `counts`, in bits; 0 for no counts at all. */
export function entropyBits(counts: readonly number[]): number {
  const total = counts.reduce((a, b) => a + b, 0);
  return counts.reduce((sum, n) => (n > 0 ? sum - (n / total) * Math.log2(n / total) : sum), 0);
}

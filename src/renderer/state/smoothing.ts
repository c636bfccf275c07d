/** How lines are smoothed, by name. The raw line always stays behind the smoothed one. */
import { exponentialMean } from '#base/exponential-mean';
import type { Line } from '#charts/laws';

export const smoothings = [
  { id: 'none', title: 'Raw', weight: 0 },
  { id: 'light', title: 'EMA 0.6', weight: 0.6 },
  { id: 'medium', title: 'EMA 0.9', weight: 0.9 },
  { id: 'strong', title: 'EMA 0.98', weight: 0.98 },
] as const;
export type SmoothingId = (typeof smoothings)[number]['id'];

/** What a chart says of its smoothing; empty for none. */
export function smoothingWords(id: SmoothingId): string {
  const { weight } = smoothings.find((one) => one.id === id)!;
  return weight === 0
    ? ''
    : `Smoothed by an exponential mean of weight ${String(weight)}, corrected for its start; the raw line stands behind it.`;
}

/** Each line smoothed, points of several steps by their mean, with its raw points as a faint line behind it. */
export function smoothed(lines: readonly Line[], id: SmoothingId): readonly Line[] {
  const { weight } = smoothings.find((one) => one.id === id)!;
  if (weight === 0) return lines;
  const raw = lines.map((line): Line => ({ ...line, id: `raw ${line.id}`, isFaint: true }));
  return [...raw, ...lines.filter(({ isFaint }) => isFaint !== true).map((line) => smooth(line, weight))];
}

function smooth(line: Line, weight: number): Line {
  const values = exponentialMean(
    line.points.map(({ value, mean }) => mean ?? value), // between extremes there is no middle to smooth
    weight,
  );
  return { ...line, points: line.points.map(({ step }, i) => ({ step, value: values[i] ?? null })) };
}

/** How alike two lists of numbers are: cosine, Pearson, Spearman with mean ranks, and Kendall. */
import { dot } from './linear-algebra.ts';
import { mean } from './statistics.ts';

/** Cosine of the angle between two vectors; null when either is zero. */
export function cosine(a: readonly number[], b: readonly number[]): number | null {
  const [sizeA, sizeB] = [Math.max(...a.map(Math.abs)), Math.max(...b.map(Math.abs))];
  if (sizeA === 0 || sizeB === 0) return null;
  const [u, v] = [a.map((x) => x / sizeA), b.map((x) => x / sizeB)]; // tiny and huge vectors keep their squares
  return clampToOne(dot(u, v) / Math.sqrt(dot(u, u) * dot(v, v)));
}

/** Pearson's correlation; null when either list is constant. */
export function pearson(a: readonly number[], b: readonly number[]): number | null {
  if (isConstant(a) || isConstant(b)) return null;
  const [meanA, meanB] = [mean(a), mean(b)];
  return cosine(
    a.map((x) => x - meanA),
    b.map((x) => x - meanB),
  );
}

/** Spearman's rank correlation: Pearson's of the mean ranks; null when either list is constant. */
export function spearman(a: readonly number[], b: readonly number[]): number | null {
  return pearson(meanRanks(a), meanRanks(b));
}

/** Kendall's rank correlation tau-b, which allows for equal values; null when either list is constant. */
export function kendall(a: readonly number[], b: readonly number[]): number | null {
  const pairs = a.flatMap((_x, i) =>
    a.slice(0, i).map((_y, j) => [Math.sign(a[i]! - a[j]!), Math.sign(b[i]! - b[j]!)] as const),
  );
  const untied = (side: 0 | 1): number => pairs.filter((pair) => pair[side] !== 0).length;
  const [ofA, ofB] = [untied(0), untied(1)];
  if (ofA === 0 || ofB === 0) return null;
  return clampToOne(pairs.reduce((sum, [x, y]) => sum + x * y, 0) / Math.sqrt(ofA * ofB));
}

/** Ranks from 1, smallest first; equal values share the mean of their ranks. */
export function meanRanks(values: readonly number[]): number[] {
  const order = values.map((_value, index) => index).sort((i, j) => values[i]! - values[j]!);
  const ranks = values.map(() => 0);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (const index of order.slice(start, end)) ranks[index] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

function isConstant(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}

/** Rounding can leave a cosine a hair outside [-1, 1]. */
function clampToOne(x: number): number {
  return Math.min(1, Math.max(-1, x));
}

/** Turning shares into whole numbers of sequences: spec 3.2. All of it is exact about its sum. */
import type { Random } from './random.ts';

/**
 * Divides `n` items by `p`: the floor of each share, then one more to the largest fractional parts, ties to the lowest index.
 *
 * @param n whole number of items
 * @param p proportions, non-negative, sum 1
 * @returns whole numbers with sum `n`
 */
export function largestRemainder(n: number, p: readonly number[]): number[] {
  const counts = p.map((share) => floorOf(n * share));
  return fill(
    n,
    counts,
    p.map((share) => n * share),
    p,
  );
}

/**
 * Counts of one batch with error feedback, so that over many batches every group gets its exact share.
 * The cumulative deviation from `steps * batch * p_j` stays below one sequence.
 *
 * @param batch sequences per batch
 * @param p     proportions, non-negative, sum 1; a group at exactly 0 gets nothing
 * @param carry what earlier batches at the same `p` owe each group; zeros at every change of `p`
 * @returns     counts with sum `batch`, and the carry for the next batch
 */
export function exactCarry(
  batch: number,
  p: readonly number[],
  carry: readonly number[],
): { counts: number[]; carry: number[] } {
  const due = p.map((share, j) => (share > 0 ? batch * share + carry[j]! : 0));
  const counts = due.map((d) => Math.max(0, floorOf(d)));
  for (let excess = sum(counts) - batch; excess > 0; excess--) {
    const j = lastSmallest(counts.map((n, k) => (n > 0 ? tieOf(due[k]! - n) : Infinity)));
    counts[j]! -= 1;
  }
  fill(batch, counts, due, p);
  return { counts, carry: due.map((d, j) => d - counts[j]!) };
}

/**
 * Each sequence of the batch draws its group independently.
 *
 * @param batch  sequences per batch
 * @param p      proportions, non-negative, sum 1
 * @param random one uniform number is used per sequence
 */
export function multinomialCounts(batch: number, p: readonly number[], random: Random): number[] {
  const counts = p.map(() => 0);
  const last = p.findLastIndex((share) => share > 0);
  for (let slot = 0; slot < batch; slot++) {
    let left = random.next();
    let j = 0;
    while (j < last && left >= p[j]!) left -= p[j++]!;
    counts[j]! += 1;
  }
  return counts;
}

/**
 * The rule of the published Aioli code: at least one sequence for every group but the last, which gets the rest.
 * The rest can be negative, which that code reads as nothing; kept to show what the published settings really trained on.
 */
export function officialCounts(batch: number, p: readonly number[]): number[] {
  const counts = p.slice(0, -1).map((share) => Math.max(1, floorOf(batch * share)));
  return [...counts, batch - sum(counts)];
}

/** Raises counts one by one, at the largest remainder first, until they sum to `n`. Changes `counts` in place. */
function fill(n: number, counts: number[], due: readonly number[], p: readonly number[]): number[] {
  for (let missing = n - sum(counts); missing > 0; missing--) {
    const j = firstLargest(due.map((d, k) => (p[k]! > 0 ? tieOf(d - counts[k]!) : -Infinity)));
    counts[j]! += 1;
  }
  return counts;
}

/** Floor that forgives the last digits: 2.9999999999 is 3. */
function floorOf(x: number): number {
  return Math.floor(x + 1e-9);
}

/** Remainders that agree to nine decimals are ties. */
function tieOf(x: number): number {
  return Math.round(x * 1e9);
}

function firstLargest(values: readonly number[]): number {
  return values.reduce((best, value, k) => (value > values[best]! ? k : best), 0);
}

function lastSmallest(values: readonly number[]): number {
  return values.reduce((best, value, k) => (value <= values[best]! ? k : best), 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

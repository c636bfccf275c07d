/**
 * Shares of groups as exact fractions that sum to exactly 1, and the moves of an editor on them: one share is set and the
 * rest keep their proportions, a border between two groups is moved, some shares are locked. Nothing here rounds except
 * for display, and that rounding sums to exactly 100 too.
 */
import {
  commonDenominator,
  compare,
  fraction,
  fromNumber,
  isZero,
  minus,
  one,
  over,
  plus,
  sumOf,
  times,
  within,
  zero,
  type Fraction,
} from './fraction.ts';
import { Refusal } from './refusal.ts';

/** One share per group, each in [0, 1], sum exactly 1. */
export type ExactShares = readonly Fraction[];
/** Whether each group's share stays when another is changed. */
export type Locks = readonly boolean[];

/** Proportions within what is not locked are kept to this many parts, so that fractions stay short over many edits. */
const finestParts = 1_000_000_000;
/** Whole-number weights up to here are exact as float64. */
const largestWhole = BigInt(Number.MAX_SAFE_INTEGER);

/** Equal shares of `count` groups. */
export function equalShares(count: number): ExactShares {
  return Array.from({ length: count }, () => fraction(1, count));
}

/**
 * Weights divided by their sum, each taken as the decimal it is written as: [1, 1, 1] are exact thirds.
 *
 * @param weights finite numbers of 0 or more, not all 0
 * @throws        Refusal `proportions_invalid`
 */
export function sharesOf(weights: readonly number[]): ExactShares {
  const wrong = weights.findIndex((weight) => !Number.isFinite(weight) || weight < 0);
  if (wrong >= 0)
    throw new Refusal('proportions_invalid', `Weight ${String(wrong + 1)} is ${String(weights[wrong])}.`, {
      remedy: 'Give every group a finite weight of 0 or more.',
    });
  const exact = weights.map(fromNumber);
  const sum = sumOf(exact);
  if (isZero(sum))
    throw new Refusal('proportions_invalid', 'All weights are 0.', {
      remedy: 'Give at least one group a weight above 0.',
    });
  return exact.map((weight) => over(weight, sum));
}

/** The nearest shares in whole parts: what measured or computed proportions become, whose last digits mean nothing. */
export function nearestShares(proportions: readonly number[], parts = 1_000_000): ExactShares {
  return inParts(sharesOf(proportions), parts).map((count) => fraction(count, parts));
}

/** The smallest whole numbers in these proportions: thirds are 1, 1, 1. As exact as float64 can hold. */
export function weightsOf(shares: ExactShares): number[] {
  const common = commonDenominator(shares);
  if (common > largestWhole) return inParts(shares, Number.MAX_SAFE_INTEGER).map(Number);
  return shares.map(({ numerator, denominator }) => Number((numerator * common) / denominator));
}

/** What group `index` can have at most: all that others have not locked. */
export function roomFor(shares: ExactShares, index: number, locks: Locks): Fraction {
  return minus(one, sumOf(shares.filter((_, other) => other !== index && locks[other])));
}

/**
 * Sets one share; the unlocked others share out the rest in their present proportions, equally when they are all 0.
 * The share is bounded by what is not locked. Nothing moves when every other group is locked.
 */
export function withShare(shares: ExactShares, index: number, share: Fraction, locks: Locks): ExactShares {
  const room = roomFor(shares, index, locks);
  const moving = shares.flatMap((_, other) => (other === index || locks[other] ? [] : [other]));
  if (moving.length === 0) return shares;
  const set = within(share, zero, room);
  const rest = minus(room, set);
  const parts = proportionsOf(moving.map((other) => shares[other]!));
  return shares.map((own, other) => {
    if (other === index) return set;
    const place = moving.indexOf(other);
    return place === -1 ? own : times(rest, parts[place]!);
  });
}

/** Other shares taken over as far as locks allow: what is not locked is shared out in the proportions of `wanted`. */
export function withinLocks(shares: ExactShares, wanted: ExactShares, locks: Locks): ExactShares {
  const moving = shares.flatMap((_, index) => (locks[index] ? [] : [index]));
  if (moving.length === 0) return shares;
  const room = sumOf(moving.map((index) => shares[index]!));
  const parts = proportionsOf(moving.map((index) => wanted[index]!));
  return shares.map((own, index) => (locks[index] ? own : times(room, parts[moving.indexOf(index)]!)));
}

/** Where the border after group `index` stands: the sum of the shares before it. */
export function borderAfter(shares: ExactShares, index: number): Fraction {
  return sumOf(shares.slice(0, index + 1));
}

/** The groups that trade when the border after `index` moves: the nearest unlocked ones on both sides, null without them. */
export function tradersAt(index: number, locks: Locks): readonly [left: number, right: number] | null {
  const left = locks.findLastIndex((isLocked, other) => other <= index && !isLocked);
  const right = locks.findIndex((isLocked, other) => other > index && !isLocked);
  return left === -1 || right === -1 ? null : [left, right];
}

/** Moves the border after group `index` by `by`: what the left of its two traders gains, the right one gives. */
export function withBorderMoved(shares: ExactShares, index: number, by: Fraction, locks: Locks): ExactShares {
  const traders = tradersAt(index, locks);
  if (!traders) return shares;
  const [left, right] = traders;
  const moved = within(by, minus(zero, shares[left]!), shares[right]!);
  return shares.map((share, other) =>
    other === left ? plus(share, moved) : other === right ? minus(share, moved) : share,
  );
}

/**
 * Whole parts of `total` by the method of largest remainders: the floor of each, then one more to the largest remainder,
 * ties to the first. The sum is exactly `total`.
 */
export function inParts(shares: ExactShares, total: number): bigint[] {
  const whole = BigInt(total);
  const counts = shares.map(({ numerator, denominator }) => (numerator * whole) / denominator);
  const remainders = shares.map((share, j) => minus(times(share, fraction(whole)), fraction(counts[j]!)));
  const order = remainders.map((_, j) => j).sort((a, b) => compare(remainders[b]!, remainders[a]!) || a - b);
  const missing = Number(whole - counts.reduce((sum, count) => sum + count, 0n));
  for (const j of order.slice(0, missing)) counts[j]! += 1n;
  return counts;
}

/** Percent with a fixed number of digits, without the sign; the shown numbers sum to exactly 100. */
export function shownPercents(shares: ExactShares, decimals: number): string[] {
  return inParts(shares, 100 * 10 ** decimals).map((count) => {
    const digits = String(count).padStart(decimals + 1, '0');
    return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  });
}

/** The shares divided by their sum, in `finestParts` when they would grow long; equal when all are 0. */
function proportionsOf(shares: readonly Fraction[]): ExactShares {
  const sum = sumOf(shares);
  if (isZero(sum)) return equalShares(shares.length);
  const parts = shares.map((share) => over(share, sum));
  if (commonDenominator(parts) <= BigInt(finestParts)) return parts;
  return inParts(parts, finestParts).map((count) => fraction(count, finestParts));
}

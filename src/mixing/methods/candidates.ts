/** Sets of mixtures that cover the simplex: a regular lattice, and the Dirichlet cover. Spec 2.4. */
import { dirichlet } from '#base/dirichlet';
import type { Random } from '#base/random';
import { largestRemainder } from '#base/rounding';
import type { Proportions } from '../method.ts';

/**
 * All mixtures whose shares are whole multiples of 1/q, in lexicographic order.
 *
 * @param isInterior only those where every group has a share; needs q >= m
 */
export function lattice(m: number, q: number, isInterior: boolean): number[][] {
  const least = isInterior ? 1 : 0;
  const points: number[][] = [];
  const extend = (head: readonly number[], left: number): void => {
    if (head.length === m - 1) return void points.push([...head, left].map((k) => k / q));
    const others = (m - head.length - 1) * least;
    for (let k = least; k <= left - others; k++) extend([...head, k], left - k);
  };
  if (q >= m * least) extend([], q);
  return points;
}

/** Number of points of `lattice`, without making them. */
export function latticeSize(m: number, q: number, isInterior: boolean): number {
  return isInterior ? choose(q - 1, m - 1) : choose(q + m - 1, m - 1);
}

function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return Math.max(0, Math.round(result));
}

/**
 * Mixtures that lie apart: many Dirichlet draws, of which the closest pair is replaced by its midpoint until `n` are
 * left. Shares have 6 decimals and sum to 1.
 *
 * @param alpha strength of the Dirichlet distribution for every group
 * @param order 2^order draws per mixture that is kept
 */
export function dirichletCover(m: number, n: number, alpha: number, order: number, random: Random): number[][] {
  const strengths = Array<number>(m).fill(alpha);
  const draws = Array.from({ length: n * 2 ** order }, () => dirichlet(strengths, random));
  return mergedToApart(draws, n).map(rounded);
}

/** Six decimals, by largest remainder so that the sum stays 1. */
function rounded(p: Proportions): number[] {
  return largestRemainder(1e6, p).map((millionths) => millionths / 1e6);
}

/** Replaces the closest pair (Euclidean) by its midpoint until `n` points are left. */
export function mergedToApart(points: readonly Proportions[], n: number): Proportions[] {
  const left: Near[] = [];
  for (const p of points) join(left, p);
  while (left.length > n) {
    const one = left.reduce((best, near) => (near.distance < best.distance ? near : best));
    const other = one.nearest!;
    left.splice(left.indexOf(one), 1);
    left.splice(left.indexOf(other), 1);
    for (const near of left) if (near.nearest === one || near.nearest === other) seek(near, left);
    join(
      left,
      one.p.map((share, j) => (share + other.p[j]!) / 2),
    );
  }
  return left.map((near) => near.p);
}

/** A point and the closest of the points that are left. */
interface Near {
  readonly p: Proportions;
  nearest: Near | null;
  /** Squared. */
  distance: number;
}

/** Adds a point to the end; both it and the others learn of each other. */
function join(left: Near[], p: Proportions): void {
  const added: Near = { p, nearest: null, distance: Infinity };
  for (const near of left) {
    const distance = squaredDistance(p, near.p);
    if (distance < added.distance) Object.assign(added, { nearest: near, distance });
    if (distance < near.distance) Object.assign(near, { nearest: added, distance });
  }
  left.push(added);
}

function seek(near: Near, left: readonly Near[]): void {
  near.nearest = null;
  near.distance = Infinity;
  for (const other of left) {
    if (other === near) continue;
    const distance = squaredDistance(near.p, other.p);
    if (distance < near.distance) Object.assign(near, { nearest: other, distance });
  }
}

function squaredDistance(a: Proportions, b: Proportions): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! - b[j]!) ** 2;
  return sum;
}

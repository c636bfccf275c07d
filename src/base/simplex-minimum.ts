/** Smooth convex functions over the simplex: exponentiated gradient with a bound on how far from the optimum it is. */
import { Refusal } from './refusal.ts';
import { normalise, uniform } from './simplex.ts';

/** A differentiable function of proportions. */
export interface SmoothFunction {
  value(p: readonly number[]): number;
  gradient(p: readonly number[]): number[];
}

export interface SimplexOptions {
  /** Largest share of each group, in [0, 1]; their sum at least 1. */
  readonly caps?: readonly number[];
  /** Where to begin; uniform when absent. */
  readonly start?: readonly number[];
  /** Frank-Wolfe gap at which to stop; 1e-8 when absent. */
  readonly tolerance?: number;
  /** 10 000 when absent. */
  readonly iterations?: number;
}

export interface SimplexMinimum {
  readonly p: number[];
  readonly value: number;
  /** Frank-Wolfe gap: for a convex function the minimum lies at most this far below `value`. */
  readonly gap: number;
  readonly iterations: number;
  readonly hasConverged: boolean;
}

/**
 * Minimises a smooth convex function over p >= 0, sum p = 1, p <= caps.
 *
 * @param m groups
 * @throws  Refusal `proportions_invalid` when the caps leave no room for a whole
 * Source: mirror descent with the entropy (Beck and Teboulle 2003); caps enter by its own projection, which scales the
 * free shares and holds the others at their caps.
 */
export function minimiseOnSimplex(f: SmoothFunction, m: number, options: SimplexOptions = {}): SimplexMinimum {
  const { caps, tolerance = 1e-8, iterations = 10_000 } = options;
  let p = capped(options.start ?? uniform(m), caps);
  let value = f.value(p);
  let step = 1;
  for (let iteration = 0; ; iteration++) {
    const slopes = f.gradient(p);
    const gap = frankWolfeGap(p, slopes, caps);
    if (gap <= tolerance || step < 1e-16 || iteration === iterations)
      return {
        ...settled(f, { p, value, slopes }, caps),
        gap,
        iterations: iteration,
        hasConverged: iteration < iterations,
      };
    const steepest = Math.min(...slopes.filter(Number.isFinite));
    const q = capped(
      p.map((share, j) => share * Math.exp(-step * Math.max(slopes[j]! - steepest, -700 / step))),
      caps,
    );
    const candidate = f.value(q);
    if (candidate < value) {
      p = q;
      value = candidate;
      step = Math.min(1.3 * step, 1e4);
    } else step /= 2;
  }
}

/**
 * The point with shares min(cap_j, s q_j) that sum to 1, for the one scale s that does it: what overflows a cap is
 * poured over the groups that have room, in proportion.
 *
 * @param weights >= 0, not all zero
 * @throws        Refusal `proportions_invalid` when the caps sum to less than 1
 */
export function capped(weights: readonly number[], caps?: readonly number[]): number[] {
  const q = normalise(weights);
  if (caps === undefined) return q;
  const room = caps.reduce((sum, cap) => sum + cap, 0);
  if (room < 1 - 1e-12)
    throw new Refusal('proportions_invalid', `The caps on the groups sum to ${room.toPrecision(4)}, less than 1.`, {
      field: 'caps',
      remedy: 'Raise a cap, allow more epochs, or train fewer steps.',
    });
  const weight = q.map((share, j) => (caps[j]! > 0 ? Math.max(share, 1e-300) : 0));
  const isFull = caps.map((cap) => cap <= 0);
  for (;;) {
    const taken = caps.reduce((sum, cap, j) => sum + (isFull[j] ? cap : 0), 0);
    const free = weight.reduce((sum, w, j) => sum + (isFull[j] ? 0 : w), 0);
    if (free === 0) return [...caps];
    const scale = (1 - taken) / free;
    const overflowing = weight.map((w, j) => !isFull[j] && w * scale > caps[j]!);
    if (!overflowing.includes(true)) return weight.map((w, j) => (isFull[j] ? caps[j]! : w * scale));
    overflowing.forEach((is, j) => is && (isFull[j] = true));
  }
}

/**
 * Adds lambda KL(p || prior) to a function, which keeps its minimum near the prior.
 *
 * @param prior a point of the simplex; give a group without prior a cap of 0
 */
export function withDivergence(f: SmoothFunction, prior: readonly number[], lambda: number): SmoothFunction {
  const ratio = (share: number, j: number) => Math.log(Math.max(share, 1e-300) / prior[j]!);
  return {
    value: (p) => f.value(p) + lambda * p.reduce((sum, share, j) => sum + (share > 0 ? share * ratio(share, j) : 0), 0),
    gradient: (p) => f.gradient(p).map((slope, j) => (prior[j]! > 0 ? slope + lambda * (ratio(p[j]!, j) + 1) : slope)),
  };
}

/** sum_j p_j G_j minus the least that a feasible point could make of it. */
function frankWolfeGap(p: readonly number[], slopes: readonly number[], caps?: readonly number[]): number {
  const along = (q: readonly number[]) => q.reduce((sum, share, j) => (share > 0 ? sum + share * slopes[j]! : sum), 0);
  return along(p) - along(lowestCorner(slopes, caps));
}

/** The feasible point that is lowest along the slopes: groups filled to their caps, the steepest first. */
function lowestCorner(slopes: readonly number[], caps?: readonly number[]): number[] {
  const corner = slopes.map(() => 0);
  let left = 1;
  for (const j of slopes.map((_slope, index) => index).sort((a, b) => slopes[a]! - slopes[b]!)) {
    corner[j] = Math.min(left, caps?.[j] ?? 1);
    left -= corner[j];
  }
  return corner;
}

/**
 * Multiplicative steps never reach an edge. Where the corner ahead, or leaving out shares that are only traces, is as
 * good, that is the answer.
 */
function settled(
  f: SmoothFunction,
  { p, value, slopes }: { p: number[]; value: number; slopes: readonly number[] },
  caps?: readonly number[],
): { p: number[]; value: number } {
  const isTrace = p.map((share) => share < 1e-6);
  const room = caps?.map((cap, j) => (isTrace[j] ? 0 : cap));
  const hasRoom = room === undefined || room.reduce((sum, cap) => sum + cap, 0) >= 1;
  const kept = p.map((share, j) => (isTrace[j] ? 0 : share));
  const candidates = [lowestCorner(slopes, caps), ...(isTrace.includes(true) && hasRoom ? [capped(kept, room)] : [])];
  return candidates.reduce(
    (best, q) => {
      const other = f.value(q);
      return other <= best.value ? { p: q, value: other } : best;
    },
    { p, value },
  );
}

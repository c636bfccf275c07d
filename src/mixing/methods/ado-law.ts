/**
 * The equations of ADO, free of any training: how fast each group still learns, and the shares that follow. Source: Jiang
 * et al. 2024 (arXiv 2410.11820) and its published code; spec 2.11.
 */
import { normalise } from '#base/simplex';
import type { Proportions } from '../method.ts';

/** A group's power law, L(n) = exp(e) + exp(a) n^-alpha, nats per token after n sequences. */
export interface LearningCurve {
  readonly a: number;
  readonly e: number;
  readonly alpha: number;
}

/** Exponents below this count as this in slopes. */
const leastAlpha = 0.05;

export function lossAt({ a, e, alpha }: LearningCurve, n: number): number {
  return Math.exp(e) + Math.exp(a - alpha * Math.log(n));
}

/** How fast the loss still falls per sequence, alpha (L - eps) / n. */
export function slopeAt(curve: LearningCurve, n: number): number {
  return (Math.max(curve.alpha, leastAlpha) * (lossAt(curve, n) - Math.exp(curve.e))) / n;
}

/**
 * The shares that slopes ask for: prior x (exposure)^s x slope, none below the least share. A group without prior gets
 * nothing.
 *
 * @param prior    mu
 * @param exposure h: running shares of what was really drawn
 */
export function preferred(
  slopes: readonly number[],
  prior: Proportions,
  exposure: readonly number[],
  { exposurePower, leastShare }: { readonly exposurePower: number; readonly leastShare: number },
): number[] {
  const wanted = slopes.map((slope, k) => prior[k]! * exposure[k]! ** exposurePower * slope);
  const isSound = wanted.every((x) => Number.isFinite(x) && x >= 0) && wanted.some((x) => x > 0);
  return clippedFromBelow(isSound ? normalise(wanted) : prior, leastShare, prior);
}

/**
 * Lifts shares to at least `least`, then divides by the sum, which leaves the lifted ones slightly below it.
 *
 * @param prior groups with share 0 here stay at 0
 */
export function clippedFromBelow(p: Proportions, least: number, prior: Proportions = p.map(() => 1)): number[] {
  return normalise(p.map((share, k) => (prior[k]! > 0 ? Math.max(share, least) : 0)));
}

/** Moves `from` towards `to` by the share `rate`. */
export function blended(from: readonly number[], to: readonly number[], rate: number): number[] {
  return from.map((x, k) => (1 - rate) * x + rate * to[k]!);
}

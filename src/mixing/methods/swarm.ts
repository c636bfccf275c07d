/** Mixtures scattered around a prior: what RegMix and Olmix train at. Source: Liu et al. 2024 (RegMix); spec 2.6. */
import { dirichlet } from '#base/dirichlet';
import type { Random } from '#base/random';
import { normalise, tempered } from '#base/simplex';
import { capped } from '#base/simplex-minimum';
import type { Proportions } from '../method.ts';

export interface SwarmOptions {
  /** Exponent that flattens the prior before drawing, in (0, 1]. */
  readonly temperature: number;
  /** Range of the Dirichlet strengths, multiplied with the flattened prior. */
  readonly strengths: readonly [low: number, high: number];
  /** Largest share of each group. */
  readonly caps: readonly number[];
  /** Shares below this become 0, and all are whole multiples of it. */
  readonly minimum: number;
}

/** Strengths between the lowest and the highest, evenly on a logarithmic scale. */
const strengthCount = 15;
/** Draws per mixture that is kept. */
const tries = 100;

/** `n` different mixtures, in random order. Draws beyond a cap are only used, cut to it, when the others are too few. */
export function swarm(prior: Proportions, n: number, options: SwarmOptions, random: Random): number[][] {
  const centre = tempered(prior, options.temperature);
  const [low, high] = options.strengths;
  const kept: number[][] = [];
  const over: number[][] = [];
  for (let i = 0; i < n * tries && kept.length < 20 * n; i++) {
    const strength = low * (high / low) ** (random.below(strengthCount) / (strengthCount - 1));
    const p = dirichlet(
      centre.map((share) => strength * share),
      random,
    );
    if (p.every((share, j) => share <= options.caps[j]!)) kept.push(coarse(p, options.minimum));
    else if (over.length < n) over.push(capped(p, options.caps));
  }
  const distinct = withoutTwins(kept);
  return [...random.shuffled(distinct), ...over, ...distinct, centre].slice(0, n);
}

/** Small shares become 0, the rest whole multiples of `minimum`; the sum stays 1. */
export function coarse(p: Proportions, minimum: number): number[] {
  const large = normalise(p.map((share) => (share < minimum ? 0 : share)));
  return normalise(large.map((share) => Math.round(share / minimum) * minimum));
}

/** Drops mixtures that hardly differ from the one before them in lexicographic order. */
function withoutTwins(mixtures: readonly number[][]): number[][] {
  const sorted = [...mixtures].sort((a, b) => {
    const j = a.findIndex((share, k) => share !== b[k]);
    return j < 0 ? 0 : a[j]! - b[j]!;
  });
  return sorted.filter((p, i) => {
    const before = sorted[i - 1];
    return before === undefined || p.reduce((sum, share, j) => sum + Math.abs(share - before[j]!), 0) > 1e-5;
  });
}

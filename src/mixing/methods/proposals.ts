/** Finds good mixtures by drawing many and predicting each: RegMix' and Olmix' simulations. Spec 2.6 and 2.13. */
import { dirichlet } from '#base/dirichlet';
import type { Random } from '#base/random';
import { normalise } from '#base/simplex';
import type { Proportions } from '../method.ts';

/** Draws around a prior; a group without prior gets nothing. @param strength of the Dirichlet distribution as a whole */
export function drawsAround(prior: Proportions, strength: number, count: number, random: Random): number[][] {
  const alpha = prior.map((share) => strength * share);
  return Array.from({ length: count }, () => dirichlet(alpha, random));
}

/** Mean of the `k` mixtures with the lowest scores; of equals the first ones. */
export function meanOfBest(mixtures: readonly Proportions[], scores: readonly number[], k: number): number[] {
  const order = scores.map((_score, n) => n).sort((a, b) => scores[a]! - scores[b]! || a - b);
  return meanOf(order.slice(0, k).map((n) => mixtures[n]!));
}

export interface NarrowingOptions {
  readonly rounds: number;
  /** Mixtures drawn per round. */
  readonly draws: number;
  /** Largest share of each group. */
  readonly caps: readonly number[];
}

/** Draws whose prediction is within this of the best are averaged, nats. */
const closeToBest = 1e-3;
/** Shares below this become 0. */
const traceShare = 1e-5;

/**
 * Olmix' simulation: each round draws around the prior, more closely than the last, averages the best draws, and moves
 * the prior half way there.
 *
 * @param predict objective of a mixture, lower is better
 */
export function narrowed(
  prior: Proportions,
  predict: (p: Proportions) => number,
  { rounds, draws, caps }: NarrowingOptions,
  random: Random,
): number[] {
  let centre = [...prior];
  let best = centre;
  for (let round = 0; round < rounds; round++) {
    const mixtures = Array.from({ length: draws }, () => {
      const strength = Math.exp(random.next() * Math.log(100) + Math.log(2 * (round + 1)));
      return dirichlet(
        centre.map((share) => strength * share),
        random,
      );
    }).filter((p) => p.every((share, j) => share <= caps[j]! + 1e-9));
    if (mixtures.length === 0) continue;
    const scores = mixtures.map(predict);
    const lowest = scores.reduce((a, b) => Math.min(a, b));
    best = meanOf(mixtures.filter((_p, n) => scores[n]! <= lowest + closeToBest));
    best = normalise(best.map((share) => (share < traceShare ? 0 : share)));
    centre = centre.map((share, j) => (share + best[j]!) / 2);
  }
  return best;
}

function meanOf(mixtures: readonly Proportions[]): number[] {
  return normalise(mixtures[0]!.map((_share, j) => mixtures.reduce((sum, p) => sum + p[j]!, 0)));
}

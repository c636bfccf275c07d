/** Grid search: trains many mixtures and keeps the best on validation. Spec 2.4; mixtures: sweep-mixtures.ts. */
import { dot } from '#base/linear-algebra';
import { note, offline, type Losses } from '../method.ts';
import { knobs, presets } from './grid-search-knobs.ts';
import { lossShares, lossWeightComplaints } from './loss-weights.ts';
import { sweep, sweepCost } from './sweep.ts';
import { mixtureCount, mixturesOf, sweepComplaints } from './sweep-mixtures.ts';

export const gridSearch = offline({
  id: 'grid-search',
  title: 'Grid search',
  paper: 'baseline',
  summary:
    'Trains one model per mixture of a grid and keeps the mixture whose validation losses are best. Simple, and dear.',
  knobs,
  presets,
  complaints: (setting, given) =>
    setting.groups.length === 1
      ? []
      : [...sweepComplaints(setting, given), ...lossWeightComplaints(setting, given.evaluationWeights)],
  learnsBy: ['sweep'],
  costFormula: 'N runs of S′ steps (times seeds per mixture), two validation passes each.',
  cost: (setting, given) => sweepCost(setting, mixtureCount(setting, given), given),
  *learn(setting, given, random) {
    const m = setting.groups.length;
    if (m === 1) return [1];
    const swept = yield* sweep(setting, mixturesOf(setting, given, random), given);
    const scores = swept.map(({ losses }) => scoreOf(losses, given.score, lossShares(given.evaluationWeights, m)));
    yield* note('scores', 0, scores);
    return swept[scores.indexOf(Math.min(...scores))]!.p; // the first of equals
  },
});

/**
 * What a mixture is judged by, lower is better.
 *
 * @param losses validation losses, nats per token
 * @param shares how much each group counts, sum 1
 */
export function scoreOf(losses: Losses, score: string, shares: readonly number[]): number {
  if (score === 'perplexity') return dot(losses.map(Math.exp), shares);
  if (score === 'worst') return Math.max(...losses.filter((_loss, i) => shares[i]! > 0));
  return dot(losses, shares);
}

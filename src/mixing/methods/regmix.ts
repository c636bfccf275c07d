/**
 * RegMix: trains many small runs at scattered mixtures, learns a regression of the losses, predicts many more mixtures,
 * and averages the best. Source: Liu et al. 2024 (arXiv 2407.01492); spec 2.6. Regressions: regmix-regression.ts.
 */
import { spearman } from '#base/correlation';
import { dot } from '#base/linear-algebra';
import type { Random } from '#base/random';
import { normalise } from '#base/simplex';
import { capped } from '#base/simplex-minimum';
import { note, offline, type Asks, type Complaint, type KnobsOf, type Proportions, type Setting } from '../method.ts';
import { availabilityCaps, capComplaints } from './availability.ts';
import { commonSweepComplaints, sweepMixtures } from './common-sweep.ts';
import { budgetComplaints } from './learning-steps.ts';
import { lossShares, lossWeightComplaints } from './loss-weights.ts';
import { priorComplaints, priorOf } from './prior.ts';
import { drawsAround, meanOfBest } from './proposals.ts';
import { knobs, presets } from './regmix-knobs.ts';
import {
  fitRegression,
  kindFor,
  leastRuns,
  quadraticNumbers,
  type Predict,
  type RegressionKind,
} from './regmix-regression.ts';
import { swarm } from './swarm.ts';
import { sweep, sweepCost, type Swept } from './sweep.ts';

type Knobs = KnobsOf<typeof knobs>;

/** Share of the runs that no regression is fitted on when it is judged. */
const heldShare = 0.2;

export const regmix = offline({
  id: 'regmix',
  title: 'RegMix',
  paper: 'Liu et al. 2024',
  summary:
    'Trains many short runs at scattered mixtures, learns to predict losses from shares, and averages the best of a hundred thousand predicted mixtures.',
  knobs,
  presets,
  complaints,
  learnsBy: ['sweep'],
  costFormula: 'N runs of S′ steps (times seeds per mixture), two validation passes each.',
  cost: (setting, given) => sweepCost(setting, runCount(setting, given), given),
  *learn(setting, given, random) {
    const m = setting.groups.length;
    if (m === 1) return [1];
    const own = (): Proportions[] => mixturesOf(setting, given, random);
    const swept = yield* sweep(setting, sweepMixtures(setting, runCount(setting, given), own), given);
    const predict = yield* learnPredictor(swept, given, random, m);
    const caps = capsOf(setting, given);
    const draws = drawsAround(priorOf(setting, given), given.drawStrength, given.draws, random).map((p) =>
      p.every((share, j) => share <= caps[j]!) ? p : capped(p, caps),
    );
    const scores = draws.map(predict);
    const found = meanOfBest(draws, scores, given.best);
    yield* note('predicted', 0, predict(found));
    return normalise(found);
  },
});

/** Predicts the weighted loss of a mixture, the target of one regression. Notes what its rank correlation with runs it has not seen is. */
function* learnPredictor(swept: readonly Swept[], given: Knobs, random: Random, m: number): Asks<Predict> {
  const weights = lossShares(given.evaluationWeights, m);
  const kind = kindFor(given.regression, swept.length, m);
  const order = random.shuffled(swept);
  const held = order.slice(0, Math.floor(heldShare * order.length));
  const rest = order.slice(held.length);
  const judged = predictorOf(kind, rest, held, weights);
  yield* note('regression', 0, kind);
  const correlation = spearman(
    held.map(({ p }) => judged(p)),
    held.map(({ losses }) => dot(losses, weights)),
  );
  if (correlation === null || held.length < 3)
    yield* note('warning', 0, 'Too few runs, or too alike, to tell how well the regression ranks mixtures.');
  else yield* note('spearman', 0, correlation);
  // Trees need the held-out runs to know when to stop; polynomials are fitted again to all.
  return kind === 'trees' ? judged : predictorOf(kind, order, [], weights);
}

function predictorOf(
  kind: RegressionKind,
  runs: readonly Swept[],
  held: readonly Swept[],
  weights: readonly number[],
): Predict {
  const table = (list: readonly Swept[]) => ({
    mixtures: list.map(({ p }) => p),
    losses: list.map(({ losses }) => dot(losses, weights)),
  });
  const { mixtures, losses } = table(runs);
  return fitRegression(kind, mixtures, losses, table(held));
}

function mixturesOf(setting: Setting, given: Knobs, random: Random): Proportions[] {
  const prior = priorOf(setting, given);
  const caps = capsOf(setting, given).map((cap, j) => Math.min(cap, 1, given.mostRepeats * prior[j]!));
  const strengths = [given.leastStrength, given.mostStrength] as const;
  const { temperature, minimum } = given;
  return swarm(prior, runCount(setting, given), { temperature, strengths, caps, minimum }, random);
}

function capsOf(setting: Setting, { maxEpochs: epochs }: Knobs): number[] {
  return epochs > 0 ? availabilityCaps(setting, epochs) : setting.groups.map(() => 1);
}

function runCount({ groups }: Setting, { runs }: Knobs): number {
  const m = groups.length;
  if (m === 1) return 0;
  return runs > 0 ? runs : Math.max(16, Math.ceil(1.5 * quadraticNumbers(m)));
}

function complaints(setting: Setting, given: Knobs): readonly Complaint[] {
  const m = setting.groups.length;
  if (m === 1) return [];
  const count = runCount(setting, given);
  const found = [
    ...priorComplaints(setting, given),
    ...commonSweepComplaints(setting, given.trialSteps),
    ...budgetComplaints(setting, count * given.trialSeeds, 'runs'),
    ...lossWeightComplaints(setting, given.evaluationWeights),
    ...(given.maxEpochs > 0 ? capComplaints(setting, given.maxEpochs, 'maxEpochs') : []),
  ];
  const kind = kindFor(given.regression, count, m);
  const needed = leastRuns(kind, m);
  if (count < needed)
    found.push({
      knob: 'runs',
      message: `A ${kind === 'trees' ? 'forest' : `${kind} regression`} of ${count} runs for ${m} groups says little.`,
      remedy: `Train ${needed} mixtures or more, or choose a simpler regression.`,
      severity: 'warning',
    });
  if (given.leastStrength > given.mostStrength)
    found.push({
      knob: 'leastStrength',
      message: `The lowest strength (${given.leastStrength}) is above the highest (${given.mostStrength}).`,
      remedy: 'Choose a lowest strength below the highest; 0.1 and 5 are the source’s.',
    });
  if (given.best > given.draws)
    found.push({
      knob: 'best',
      message: `The best ${given.best} of ${given.draws} draws are all of them and more.`,
      remedy: 'Draw more mixtures, or average fewer.',
    });
  return found;
}

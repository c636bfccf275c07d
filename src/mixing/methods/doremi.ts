/**
 * DoReMi: trains a reference, then a proxy whose weights lean towards groups where it lags behind the reference; the
 * mean of those weights is the mixture. Source: Xie et al. 2023 (arXiv 2305.10429); spec 2.8. Equations: doremi-law.ts.
 */
import { normalise, uniform } from '#base/simplex';
import { Diverged } from '../diverged.ts';
import {
  create,
  note,
  offline,
  probe,
  train,
  type Asks,
  type Complaint,
  type Cost,
  type KnobsOf,
  type ModelNumber,
  type Proportions,
  type Setting,
} from '../method.ts';
import { knobs, presets } from './doremi-knobs.ts';
import { diagonal, excessScores, groupExcess, objectiveWeights, reweighted } from './doremi-law.ts';
import { budgetComplaints, learningSteps } from './learning-steps.ts';
import { priorComplaints, priorOf } from './prior.ts';
import { isNoted, meanOfLast } from './recording.ts';

type Knobs = KnobsOf<typeof knobs>;

/** Largest change of a share at which iterated rounds stop. */
const settledChange = 1e-3;
/** Steps whose scores make the matrix that is noted. */
const notedWindow = 5;

export const doremi = offline({
  id: 'doremi',
  title: 'DoReMi',
  paper: 'Xie et al. 2023',
  summary:
    'Trains a small reference, then a proxy that counts those groups more where it still loses to the reference. The average of its weights becomes the mixture.',
  knobs,
  presets,
  complaints,
  learnsBy: ['reference', 'proxy'],
  lawUnit: 'nats of loss above the reference',
  costFormula: 'A reference and a proxy of S′ steps each, for every round: at most 2 S′ × rounds. No validation.',
  cost,
  *learn(setting, given) {
    let p = priorOf(setting, referenceChoice(given));
    if (setting.groups.length === 1) return p;
    for (let round = 1; round <= given.rounds; round++) {
      const learned = yield* oneRound(setting, given, p, round);
      const change = Math.max(...learned.map((share, i) => Math.abs(share - p[i]!)));
      p = learned;
      if (change < settledChange) break;
    }
    return p;
  },
});

/** Trains a reference at `mixture` and a proxy against it. @returns the mean of the proxy's weights */
function* oneRound(setting: Setting, given: Knobs, mixture: Proportions, round: number): Asks<Proportions> {
  const steps = stepsEach(setting, given);
  const reference = yield* create('reference', steps, setting.seed);
  yield* train(reference, mixture, steps);
  const proxy = yield* create('proxy', steps, setting.seed);
  return yield* reweigh(proxy, reference, steps, setting, given, (round - 1) * steps);
}

function* reweigh(
  proxy: ModelNumber,
  reference: ModelNumber,
  steps: number,
  { groups }: Setting,
  given: Knobs,
  noteOffset: number,
): Asks<Proportions> {
  const sampling = uniform(groups.length);
  const sum = sampling.map(() => 0);
  const recent: number[][] = [];
  let w = sampling;
  let scores = sampling.map(() => given.initialExcess);
  let failures = 0;
  for (let step = 1; step <= steps; step++) {
    const seen = yield* probe(proxy, sampling, { reference, ...(given.excess === 'token' && { tokenExcess: true }) });
    const isSound = seen.counts.every((n, i) => n === 0 || Number.isFinite(seen.losses[i]));
    failures = isSound ? 0 : failures + 1;
    if (failures === 2) throw new Diverged('Losses of the proxy were not finite twice in a row.', step);
    const excess = given.excess === 'token' ? seen.tokenExcess! : groupExcess(seen.losses, seen.referenceLosses!);
    if (isSound) {
      scores = excessScores(excess, scores);
      w = reweighted(w, scores, given.eta, given.smoothing);
    }
    w.forEach((weight, i) => (sum[i]! += weight));
    recent.push(scores);
    if (isNoted(step, steps)) {
      yield* note('w', noteOffset + step, w);
      yield* note('A', noteOffset + step, diagonal(meanOfLast(recent, notedWindow)));
    }
    const lossWeights = objectiveWeights(w, given.objective, seen.counts, sampling);
    yield* train(proxy, sampling, 1, { lossWeights });
  }
  return normalise(sum);
}

/** Steps of the reference and of the proxy, each, in one round. */
function stepsEach(setting: Setting, { learnSteps, rounds }: Knobs): number {
  return learningSteps(setting, learnSteps > 0 ? learnSteps : setting.totalSteps, 2 * rounds);
}

/** The reference's mixture, in the words that a prior is chosen by. */
function referenceChoice({ reference, referenceWeights }: Knobs) {
  return { prior: reference, priorWeights: referenceWeights };
}

function cost(setting: Setting, given: Knobs): Cost {
  const learns = setting.groups.length > 1;
  return {
    learningSteps: learns ? 2 * given.rounds * stepsEach(setting, given) : 0,
    measuringSteps: 0,
    finalSteps: setting.steps,
    evaluations: 0,
  };
}

function complaints(setting: Setting, given: Knobs): readonly Complaint[] {
  const { groups, batch } = setting;
  if (groups.length === 1) return [];
  const found = [
    ...budgetComplaints(setting, 2 * given.rounds, 'rounds'),
    ...priorComplaints(setting, referenceChoice(given), 'reference'),
  ];
  if (batch < groups.length)
    found.push({
      knob: '',
      message: `A batch of ${batch} sequences cannot hold all ${groups.length} groups; absent ones keep their last score.`,
      remedy: 'Larger batches give steadier weights.',
      severity: 'warning',
    });
  return found;
}

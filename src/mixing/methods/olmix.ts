/**
 * Olmix: trains a swarm of mixtures around a prior, fits a log-linear law, and takes the best prediction that stays near
 * the prior and within the text that there is. Source: the published code of Olmix (2026); spec 2.13.
 */
import { lawById } from '../laws/index.ts';
import { predictLosses } from '../laws/fit.ts';
import { optimumOf, type Optimum } from '../laws/optimum.ts';
import { dot } from '#base/linear-algebra';
import type { Random } from '#base/random';
import { mean } from '#base/statistics';
import { offline, type Complaint, type KnobsOf, type KnobTable, type Proportions, type Setting } from '../method.ts';
import { availabilityCaps, capComplaints } from './availability.ts';
import { commonSweepComplaints, sweepMixtures } from './common-sweep.ts';
import { fitSweep, noteLaw, type FittedSweep } from './fitted-sweep.ts';
import { budgetComplaints } from './learning-steps.ts';
import { lossShares, lossWeightComplaints } from './loss-weights.ts';
import { priorComplaints, priorKnobs, priorOf } from './prior.ts';
import { narrowed } from './proposals.ts';
import { swarm } from './swarm.ts';
import { evaluationWeights, maxEpochs, trialSeeds, trialSteps } from './sweep-knobs.ts';
import { sweep, sweepCost, type Swept } from './sweep.ts';

const knobs = {
  ...priorKnobs,
  runs: {
    type: 'integer',
    default: 0,
    range: [0, 5000],
    unit: 'mixtures',
    label: 'Mixtures in the swarm',
    symbol: 'N',
    help: 'How many mixtures are trained. 0 chooses 9, or 5.5 per group from four groups on.',
    level: 'simple',
  },
  trialSteps,
  lambda: {
    type: 'number',
    default: 0.1,
    range: [0, 1000],
    unit: 'nats',
    label: 'Pull of the prior',
    symbol: 'λ',
    help: 'How much predicted loss is given up to stay near the prior. 0 trusts the law alone.',
    level: 'simple',
  },
  proposer: {
    type: 'choice',
    default: 'exact',
    choices: [
      { value: 'exact', label: 'Exact minimum of the law' },
      { value: 'simulation', label: 'Best of many draws, narrowing' },
      { value: 'search', label: 'Best mixture of the swarm' },
    ],
    label: 'Proposal',
    help: 'How the mixture is found from the law. Only the exact minimum feels the pull of the prior.',
    level: 'all',
  },
  draws: {
    type: 'integer',
    default: 20_000,
    range: [100, 1e6],
    unit: 'draws',
    label: 'Draws per round',
    help: 'For the simulation: mixtures drawn in each of its ten rounds. The published code draws 100 000.',
    level: 'all',
  },
  maxEpochs: { ...maxEpochs, default: 4 },
  swarmTemperature: {
    type: 'number',
    default: 0.5,
    range: [0.01, 1],
    unit: 'none',
    label: 'Flattening of the swarm',
    help: 'Exponent on the prior before mixtures are scattered around it: 1 keeps it, smaller values flatten it.',
    level: 'all',
  },
  starts: {
    type: 'integer',
    default: 64,
    range: [1, 10_000],
    unit: 'starts',
    label: 'Starts per fit',
    help: 'How many starting points the fit is tried from.',
    level: 'all',
  },
  trialSeeds,
  evaluationWeights,
} as const satisfies KnobTable;
type Knobs = KnobsOf<typeof knobs>;

/** Rounds of the simulation. */
const narrowingRounds = 10;
const huberDelta = 0.02;

export const olmix = offline({
  id: 'olmix',
  title: 'Olmix',
  paper: 'Olmix 2026',
  summary:
    'Trains a swarm of mixtures, fits a log-linear law, and takes its minimum with a pull towards the natural shares and a cap on repeated text.',
  knobs,
  presets: {
    paper: { title: 'As published', knobs: { lambda: 0.1, maxEpochs: 4, draws: 100_000 } },
    'official-function-default': { title: 'Published code, its function’s default', knobs: { lambda: 0.05 } },
    small: { title: 'Short runs on one workstation', knobs: { trialSteps: 40 } },
  },
  complaints,
  learnsBy: ['sweep'],
  costFormula: 'N runs of S′ steps (times seeds per mixture), two validation passes each; the fit takes little.',
  cost: (setting, given) => sweepCost(setting, swarmSize(setting, given), given),
  *learn(setting, given, random) {
    const m = setting.groups.length;
    if (m === 1) return [1];
    const own = (): Proportions[] => mixturesOf(setting, given, random);
    const swept = yield* sweep(setting, sweepMixtures(setting, swarmSize(setting, given), own), given);
    const law = lawById('log-linear-static');
    const found = fitSweep(law, setting, swept, { delta: huberDelta, starts: given.starts, floor: 'any', random });
    const proposed = propose(found, swept, setting, given, random);
    yield* noteLaw(found, proposed);
    return proposed.proportions;
  },
});

function mixturesOf(setting: Setting, given: Knobs, random: Random) {
  const options = {
    temperature: given.swarmTemperature,
    strengths: [0.1, 5],
    caps: capsOf(setting, given),
    minimum: 2e-4,
  } as const;
  return swarm(priorOf(setting, given), swarmSize(setting, given), options, random);
}

function propose(
  { fitted }: FittedSweep,
  swept: readonly Swept[],
  setting: Setting,
  given: Knobs,
  random: Random,
): Optimum {
  const prior = priorOf(setting, given);
  const caps = capsOf(setting, given);
  const weights = lossShares(given.evaluationWeights, prior.length);
  if (given.proposer === 'exact') return optimumOf(fitted, { weights, caps, prior, lambda: given.lambda });
  const predict = (p: readonly number[]) => dot(predictLosses(fitted, p), weights);
  const measured = swept.map(({ losses }) => dot(losses, weights));
  const proportions =
    given.proposer === 'search'
      ? swept[measured.indexOf(Math.min(...measured))]!.p
      : narrowed(prior, predict, { rounds: narrowingRounds, draws: given.draws, caps }, random);
  const losses = predictLosses(fitted, proportions);
  return { proportions, losses, mean: mean(losses), gap: 0, hasConverged: true };
}

function capsOf(setting: Setting, { maxEpochs: epochs }: Knobs): number[] {
  return epochs > 0 ? availabilityCaps(setting, epochs) : setting.groups.map(() => 1);
}

function swarmSize({ groups }: Setting, { runs }: Knobs): number {
  const m = groups.length;
  if (m === 1) return 0;
  return runs > 0 ? runs : m <= 3 ? 9 : Math.ceil(5.5 * m);
}

function complaints(setting: Setting, given: Knobs): readonly Complaint[] {
  const m = setting.groups.length;
  if (m === 1) return [];
  const count = swarmSize(setting, given);
  const found = [
    ...priorComplaints(setting, given),
    ...commonSweepComplaints(setting, given.trialSteps),
    ...budgetComplaints(setting, count * given.trialSeeds, 'runs'),
    ...lossWeightComplaints(setting, given.evaluationWeights),
    ...(given.maxEpochs > 0 ? capComplaints(setting, given.maxEpochs, 'maxEpochs') : []),
  ];
  if (count < m + 1)
    found.push({
      knob: 'runs',
      message: `The law has ${m + 1} free numbers per group, and there are ${count} mixtures.`,
      remedy: `Train at least ${m + 1} mixtures, better ${2 * (m + 1)}.`,
    });
  return found;
}

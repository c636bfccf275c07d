/**
 * Data Mixing Laws: trains a sweep of mixtures, fits a law of the losses, and takes the mixture with the lowest
 * prediction. Source: Ye et al. 2024 (arXiv 2403.16952); spec 2.5. The laws themselves: ../laws.
 */
import { lawById } from '../laws/index.ts';
import { optimumOf } from '../laws/optimum.ts';
import { offline, type Complaint, type KnobsOf, type KnobTable, type Setting } from '../method.ts';
import { availabilityCaps } from './availability.ts';
import { fitSweep, noteLaw } from './fitted-sweep.ts';
import { lossShares, lossWeightComplaints } from './loss-weights.ts';
import { evaluationWeights, maxEpochs, mixtureKnobs, trialSeeds, trialSteps } from './sweep-knobs.ts';
import { mixtureCount, mixturesOf, sweepComplaints } from './sweep-mixtures.ts';
import { sweep, sweepCost } from './sweep.ts';

const knobs = {
  law: {
    type: 'choice',
    default: 'log-linear-static',
    choices: [
      { value: 'log-linear-static', label: 'Log-linear (every group on every loss)' },
      { value: 'log-linear-reduced', label: 'Log-linear, last group as reference' },
      { value: 'log-linear-redundant', label: 'Log-linear with scale' },
      { value: 'log-linear-diagonal', label: 'Log-linear, own share only' },
      { value: 'linear-static', label: 'Linear' },
    ],
    label: 'Law',
    help: 'Which law is fitted. The first three are the same curves; the diagonal one is complete for two groups; the linear one always ends at a single group.',
    level: 'simple',
  },
  ...mixtureKnobs,
  trialSteps,
  huberDelta: {
    type: 'number',
    default: 0.02,
    range: [0, 100],
    unit: 'nats',
    label: 'Huber threshold',
    symbol: 'δ',
    help: 'Residuals beyond this count linearly, so that one odd run does not bend the law. 0 fits by least squares.',
    level: 'all',
  },
  starts: {
    type: 'integer',
    default: 64,
    range: [1, 10_000],
    unit: 'starts',
    label: 'Starts per fit',
    help: 'How many starting points a curved fit is tried from.',
    level: 'all',
  },
  thorough: {
    type: 'flag',
    default: false,
    label: 'Thorough fit',
    help: 'Also start from the whole grid that the published code searches; slow.',
    level: 'all',
  },
  trialSeeds,
  evaluationWeights,
  maxEpochs,
} as const satisfies KnobTable;
type Knobs = KnobsOf<typeof knobs>;

export const dataMixingLaws = offline({
  id: 'data-mixing-laws',
  title: 'Data Mixing Laws',
  paper: 'Ye et al. 2024',
  summary:
    'Trains a sweep of mixtures, fits a curve of how each loss depends on the shares, and takes the mixture where the curves predict the lowest loss.',
  knobs,
  presets: {
    paper: { title: 'As published: full runs, thorough fit', knobs: { thorough: true } },
    'official-aioli': {
      title: 'As the baseline in Aioli’s code',
      knobs: { law: 'log-linear-redundant', huberDelta: 0, withStratified: false },
    },
    small: { title: 'Short runs on one workstation', knobs: { trialSteps: 40 } },
  },
  complaints,
  learnsBy: ['sweep'],
  lawUnit: 'exponent of the fitted law per whole share',
  costFormula: 'N runs of S′ steps (times seeds per mixture), two validation passes each; the fit takes little.',
  cost: (setting, given) => sweepCost(setting, mixtureCount(setting, given), given),
  *learn(setting, given, random) {
    const m = setting.groups.length;
    if (m === 1) return [1];
    const swept = yield* sweep(setting, mixturesOf(setting, given, random), given);
    const found = fitSweep(lawById(given.law), setting, swept, {
      delta: given.huberDelta > 0 ? given.huberDelta : Infinity,
      starts: given.starts,
      isThorough: given.thorough,
      floor: 'below-data',
      random,
    });
    const optimum = optimumOf(found.fitted, {
      weights: lossShares(given.evaluationWeights, m),
      ...(given.maxEpochs > 0 && { caps: availabilityCaps(setting, given.maxEpochs) }),
    });
    yield* noteLaw(found, optimum);
    return optimum.proportions;
  },
});

function complaints(setting: Setting, given: Knobs): readonly Complaint[] {
  const m = setting.groups.length;
  if (m === 1) return [];
  const found = [...sweepComplaints(setting, given), ...lossWeightComplaints(setting, given.evaluationWeights)];
  const needed = lawById(given.law).freeNumbers(m);
  const count = mixtureCount(setting, given);
  if (count < needed)
    found.push({
      knob: given.candidates === 'given' ? 'mixtures' : 'runs',
      message: `The law has ${needed} free numbers per group, and there are ${count} mixtures.`,
      remedy: `Train at least ${needed} mixtures, better ${2 * needed}.`,
    });
  return found;
}

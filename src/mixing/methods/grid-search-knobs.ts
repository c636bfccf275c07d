/** Settings of grid search: the table of knobs and the presets. */
import type { KnobTable } from '../method.ts';
import { evaluationWeights, maxEpochs, trialSeeds, trialSteps } from './sweep-knobs.ts';

export const knobs = {
  candidates: {
    type: 'choice',
    default: 'auto',
    choices: [
      { value: 'auto', label: 'Lattice for two groups, cover for more' },
      { value: 'lattice', label: 'Regular lattice' },
      { value: 'cover', label: 'Dirichlet cover' },
      { value: 'given', label: 'The mixtures given below' },
    ],
    label: 'Mixtures to try',
    help: 'Which mixtures are trained. A lattice is regular and grows fast with the groups; a cover has as many points as you like, lying apart.',
    level: 'simple',
  },
  runs: {
    type: 'integer',
    default: 0,
    range: [0, 5000],
    unit: 'mixtures',
    label: 'Mixtures in a cover',
    symbol: 'N',
    help: 'How many mixtures a Dirichlet cover has. 0 chooses 9, or 5.5 per group from four groups on.',
    level: 'simple',
  },
  latticeSteps: {
    type: 'integer',
    default: 10,
    range: [1, 1000],
    unit: 'none',
    label: 'Lattice divisions',
    symbol: 'q',
    help: 'Shares on the lattice are whole multiples of 1/q: 10 gives 0.1, 0.2, up to 0.9.',
    level: 'simple',
  },
  trialSteps,
  score: {
    type: 'choice',
    default: 'mean-loss',
    choices: [
      { value: 'mean-loss', label: 'Mean loss' },
      { value: 'perplexity', label: 'Mean perplexity' },
      { value: 'worst', label: 'Loss of the worst group' },
    ],
    label: 'Judge by',
    help: 'Which number of the validation losses is lowest at the best mixture. Mean loss and mean perplexity can disagree.',
    level: 'simple',
  },
  isInterior: {
    type: 'flag',
    default: true,
    label: 'Every group present',
    help: 'Leave out lattice points where a group has no share at all.',
    level: 'all',
  },
  withStratified: {
    type: 'flag',
    default: true,
    label: 'Also equal shares',
    help: 'Add equal shares to a cover, so that the result is never worse than the baseline on validation.',
    level: 'all',
  },
  coverStrength: {
    type: 'number',
    default: 1.5,
    range: [0.01, 1000],
    unit: 'none',
    label: 'Cover strength',
    symbol: 'α',
    help: 'Strength of the Dirichlet distribution that a cover is drawn from; larger values keep to the middle.',
    level: 'all',
  },
  coverOrder: {
    type: 'integer',
    default: 4,
    range: [0, 8],
    unit: 'none',
    label: 'Cover order',
    symbol: 'o',
    help: 'A cover starts from 2^o draws per mixture and merges the closest pairs.',
    level: 'all',
  },
  mixtures: {
    type: 'table',
    default: null,
    label: 'Mixtures',
    help: 'Your own list of mixtures: one row of weights per mixture, used with "the mixtures given below".',
    level: 'all',
  },
  trialSeeds,
  evaluationWeights,
  maxEpochs,
} as const satisfies KnobTable;

export const presets = {
  paper: { title: 'As published: full runs, 9 mixtures and more', knobs: {} },
  'official-instruction': {
    title: 'Published code, nine groups',
    knobs: { candidates: 'cover', runs: 50, withStratified: false },
  },
  small: { title: 'Short runs on one workstation', knobs: { candidates: 'cover', runs: 5, trialSteps: 40 } },
} as const;

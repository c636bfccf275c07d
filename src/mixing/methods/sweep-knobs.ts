/** Settings that every method with a sweep of short runs has. */
import type { KnobsOf, KnobTable } from '../method.ts';

export const trialSteps = {
  type: 'integer',
  default: 0,
  range: [0, 1e9],
  unit: 'steps',
  label: 'Steps per run',
  symbol: 'S′',
  help: 'Steps of each run of the sweep. 0 makes them as long as the final run, or as long as the learning budget allows.',
  level: 'simple',
} as const satisfies KnobTable[string];

export const trialSeeds = {
  type: 'integer',
  default: 1,
  range: [1, 100],
  unit: 'seeds',
  label: 'Seeds per mixture',
  help: 'How often each mixture is trained, with different seeds; their losses are averaged.',
  level: 'all',
} as const satisfies KnobTable[string];

export const maxEpochs = {
  type: 'number',
  default: 0,
  range: [0, 1e6],
  unit: 'passes',
  label: 'Most passes over a group',
  help: 'Caps the share of a group whose text would be passed over more often. 0 sets no cap; more than 4 passes give a warning.',
  level: 'all',
} as const satisfies KnobTable[string];

export const evaluationWeights = {
  type: 'vector',
  default: null,
  label: 'Weights of the losses',
  help: 'How much each group counts in the loss that is lowered; equal when not given.',
  level: 'all',
} as const satisfies KnobTable[string];

/** Which mixtures a sweep trains at; see sweep-mixtures.ts. */
export const mixtureKnobs = {
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
} as const satisfies KnobTable;
export type MixtureKnobs = KnobsOf<typeof mixtureKnobs>;

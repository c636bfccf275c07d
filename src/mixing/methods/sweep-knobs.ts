/** Settings that every method with a sweep of short runs has. */
import type { KnobTable } from '../method.ts';

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

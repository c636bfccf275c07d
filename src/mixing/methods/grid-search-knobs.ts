/** Settings of grid search: the table of knobs and the presets. */
import type { KnobTable } from '../method.ts';
import { evaluationWeights, maxEpochs, mixtureKnobs, trialSeeds, trialSteps } from './sweep-knobs.ts';

export const knobs = {
  ...mixtureKnobs,
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

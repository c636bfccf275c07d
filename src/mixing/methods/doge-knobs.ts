/** DoGE's settings: the table of knobs and the presets. */
import type { KnobTable } from '../method.ts';

export const knobs = {
  mu: {
    type: 'number',
    default: 0.01,
    range: [1e-6, 1000],
    unit: 'none',
    label: 'Inertia',
    symbol: 'μ',
    help: 'How much the weights resist the scores: smaller values make them spikier. 0.01 is published for two or three groups, 0.1 for seven.',
    level: 'simple',
  },
  learnSteps: {
    type: 'integer',
    default: 0,
    range: [0, 1e9],
    unit: 'steps',
    label: 'Steps of the proxy',
    help: 'How long the proxy trains. 0 makes it as long as the final run, or as long as the learning budget allows.',
    level: 'simple',
  },
  validationSequences: {
    type: 'integer',
    default: 0,
    range: [0, 1e5],
    unit: 'sequences',
    label: 'Validation sequences per step',
    symbol: 'B_v',
    help: 'Sequences of validation text whose gradient shows where to go, the groups in turn. 0 takes two per group.',
    level: 'simple',
  },
  lowScore: {
    type: 'number',
    default: 0,
    range: [-1000, 1000],
    unit: 'none',
    label: 'Lowest score',
    help: 'Scores below this many learning rates count as this. 0 ignores how much a group does harm.',
    level: 'all',
  },
  highScore: {
    type: 'number',
    default: 5,
    range: [0, 1000],
    unit: 'none',
    label: 'Highest score',
    help: 'Scores above this many learning rates count as this.',
    level: 'all',
  },
  smoothing: {
    type: 'number',
    default: 0,
    range: [0, 1],
    unit: 'share',
    label: 'Smoothing',
    symbol: 'ε',
    help: 'Share of equal weights mixed in at every step.',
    level: 'all',
  },
} as const satisfies KnobTable;

export const presets = {
  paper: { title: 'As published', knobs: { mu: 0.05 } },
  'official-m2-m3': {
    title: 'As the baseline in Aioli’s code, 2 or 3 groups',
    knobs: { mu: 0.01, validationSequences: 4 },
  },
  'official-m7': { title: 'As the baseline in Aioli’s code, 7 groups', knobs: { mu: 0.1, validationSequences: 4 } },
  small: { title: 'Short runs on one workstation', knobs: { mu: 0.02, learnSteps: 100 } },
} as const;

/** Skill-It's settings: the table of knobs and the presets. */
import type { KnobTable } from '../method.ts';

export const knobs = {
  eta: {
    type: 'number',
    default: 0.2,
    range: [0, 1000],
    unit: 'none',
    label: 'Step size',
    symbol: 'η',
    help: 'How strongly the losses move the shares. 0.2 is usual for training from scratch, 0.5 to 0.8 for fine-tuning.',
    level: 'simple',
  },
  window: {
    type: 'integer',
    default: 3,
    range: [1, 1e6],
    unit: 'evaluations',
    label: 'Window',
    symbol: 'w',
    help: 'How many of the last evaluations are summed; only the windowed update uses it.',
    level: 'simple',
  },
  updateSteps: {
    type: 'integer',
    default: 0,
    range: [0, 1e9],
    unit: 'steps',
    label: 'Steps per round',
    symbol: 'U',
    help: 'Steps between two updates of the proportions. 0 chooses a tenth of the run.',
    level: 'simple',
  },
  graphSteps: {
    type: 'integer',
    default: 0,
    range: [0, 1e9],
    unit: 'steps',
    label: 'Steps per graph run',
    symbol: 'S′',
    help: 'Steps of each run on one group alone, from which the graph is learnt. 0 divides half the run among the groups.',
    level: 'simple',
  },
  form: {
    type: 'choice',
    default: 'windowed',
    choices: [
      { value: 'windowed', label: 'Windowed (published code: from equal shares each round)' },
      { value: 'egd', label: 'Cumulative (each round goes on from the last)' },
    ],
    label: 'Update',
    help: 'How losses become proportions. The windowed update restarts from equal shares each round; its memory is the window.',
    level: 'all',
  },
  graph: {
    type: 'table',
    default: null,
    label: 'Graph',
    help: 'A known graph instead of learning one: relative falls of the losses, one row per group.',
    rowsKnob: 'graphRows',
    level: 'all',
  },
  graphRows: {
    type: 'choice',
    default: 'undeclared',
    choices: [
      { value: 'undeclared', label: 'Not said' },
      { value: 'evaluated', label: 'Row = group evaluated, column = group trained on' },
      { value: 'trained', label: 'Row = group trained on, column = group evaluated' },
    ],
    label: 'Rows of the graph',
    help: 'What a row of the given graph stands for. It must be said, because a transposed graph looks just as valid.',
    level: 'all',
  },
  clipGraph: {
    type: 'flag',
    default: false,
    label: 'Clip the graph at 0',
    help: 'Take training that raises a loss as having no influence on it.',
    level: 'all',
  },
  relativeLosses: {
    type: 'flag',
    default: false,
    label: 'Relative losses',
    help: 'Divide each loss by its first evaluation, so that groups with high losses do not dominate.',
    level: 'all',
  },
  timing: {
    type: 'choice',
    default: 'rounds',
    choices: [
      { value: 'rounds', label: 'At every update' },
      { value: 'official', label: 'In a rhythm of their own (published code)' },
    ],
    label: 'Evaluations',
    help: 'When losses are read. The published code evaluates after steps 1, E + 1, 2E + 1, so an update may see old losses.',
    level: 'all',
  },
  evaluateSteps: {
    type: 'integer',
    default: 0,
    range: [0, 1e9],
    unit: 'steps',
    label: 'Steps between evaluations',
    symbol: 'E',
    help: 'Only for evaluations in their own rhythm. 0 chooses half a round.',
    level: 'all',
  },
} as const satisfies KnobTable;

export const presets = {
  paper: { title: 'As published, 10 rounds', knobs: { eta: 0.2, window: 3 } },
  small: { title: 'Short runs on one workstation', knobs: { eta: 0.5, window: 3, graphSteps: 30 } },
  'official-m2-m3': {
    title: 'Published code, 2 or 3 groups, 5000 steps',
    knobs: { eta: 0.2, window: 3, updateSteps: 500, timing: 'official', evaluateSteps: 250 },
  },
  'official-m7': {
    title: 'Published code, 7 groups, 40 000 steps',
    knobs: { eta: 0.2, window: 3, updateSteps: 400, graphSteps: 2857, timing: 'official', evaluateSteps: 2000 },
  },
} as const;

/** Aioli's settings: the table of knobs, presets, how a run divides into rounds, what does not fit and what it costs. */
import { solverOf } from '#base/linear-algebra';
import { exactCarry } from '#base/rounding';
import type { Complaint, Cost, KnobsOf, KnobTable, Setting } from '../method.ts';
import { perturbations } from './aioli-law.ts';

export const knobs = {
  updateSteps: {
    type: 'integer',
    default: 0,
    range: [0, 1e9],
    unit: 'steps',
    label: 'Steps per round',
    symbol: 'U',
    help: 'Steps between two updates of the proportions. 0 chooses a twentieth of the run, or more where measuring would otherwise take over 30 % of a round.',
    level: 'simple',
  },
  lpRounds: {
    type: 'integer',
    default: 2,
    range: [1, 1000],
    unit: 'sweeps',
    label: 'Sweeps',
    symbol: 'K',
    help: 'How often each round leans towards every group. More sweeps measure more steadily and cost evaluations.',
    level: 'simple',
  },
  lpSteps: {
    type: 'integer',
    default: 4,
    range: [1, 1e6],
    unit: 'steps',
    label: 'Steps per lean',
    symbol: 'q',
    help: 'Steps trained at each leaning mixture before the losses are read. Below 3 the losses barely move.',
    level: 'simple',
  },
  oneHotFactor: {
    type: 'number',
    default: 0.75,
    range: [0, 1],
    unit: 'share',
    label: 'Lean',
    symbol: 'f',
    help: 'Share of the favoured group in a leaning batch, above 1/m. 1 trains on that group alone.',
    level: 'simple',
  },
  eta: {
    type: 'number',
    default: 0.2,
    range: [0, 1000],
    unit: 'none',
    label: 'Step size',
    symbol: 'η',
    help: 'How far each update moves the proportions. 0.1 to 0.5 are usual for about 20 rounds; scale it as one over the number of rounds.',
    level: 'simple',
  },
  form: {
    type: 'choice',
    default: 'egd',
    choices: [
      { value: 'egd', label: 'Cumulative (each round goes on from the last)' },
      { value: 'repo', label: 'Published code (averages the law, restarts each round)' },
      { value: 'cumulative-ema', label: 'Cumulative with averaged law' },
    ],
    label: 'Update',
    help: 'How a round turns the law into proportions. The published code restarts from the start, so its proportions stay within a factor exp(η) of each other.',
    level: 'all',
  },
  ema: {
    type: 'number',
    default: 0.1,
    range: [0, 0.999],
    unit: 'share',
    label: 'Averaging',
    symbol: 'e',
    help: 'Share of the previous average that is kept, in the two averaging updates. The cumulative update does not average.',
    level: 'all',
  },
  normalizeA: {
    type: 'flag',
    default: true,
    label: 'Normalise the law',
    help: 'Shift and scale the law so that its entries are shares of 1. Without it η must be about a hundred times larger.',
    level: 'all',
  },
  diagonal: {
    type: 'flag',
    default: false,
    label: 'Diagonal law',
    help: 'Ablation: look only at what each group does to its own loss.',
    level: 'all',
  },
  solveWith: {
    type: 'choice',
    default: 'realised',
    choices: [
      { value: 'realised', label: 'Shares really drawn' },
      { value: 'nominal', label: 'Shares asked for' },
    ],
    label: 'Solve with',
    help: 'Which shares of the leaning batches enter the equations; they differ when a batch cannot be divided evenly.',
    level: 'all',
  },
  skipRounds: {
    type: 'integer',
    default: 0,
    range: [0, 1e6],
    unit: 'rounds',
    label: 'Rounds to skip',
    help: 'First rounds without measuring or updating, while warm-up dominates the losses.',
    level: 'all',
  },
  lpEvalFraction: {
    type: 'number',
    default: 1,
    range: [0.01, 1],
    unit: 'share',
    label: 'Validation share',
    help: 'Share of the validation sequences used while measuring; the same ones within a round.',
    level: 'all',
  },
  priorSteps: {
    type: 'integer',
    default: 0,
    range: [0, 1e9],
    unit: 'steps',
    label: 'Steps of the method before',
    help: 'For "Aioli + X": steps trained by X before Aioli takes over. 0 skips that phase.',
    level: 'all',
  },
  startFrom: {
    type: 'choice',
    default: 'uniform',
    choices: [
      { value: 'uniform', label: 'Equal shares' },
      { value: 'prior', label: 'Where the method before ended' },
    ],
    label: 'Start from',
    help: 'For "Aioli + X": where the proportions stand when Aioli takes over. The published code starts from equal shares.',
    level: 'all',
  },
  evaluationWeights: {
    type: 'vector',
    default: null,
    label: 'Weights of the losses',
    help: 'How much each group counts in the sum of losses that is lowered; equal when not given.',
    level: 'all',
  },
  splitter: {
    type: 'choice',
    default: 'experiment',
    choices: [
      { value: 'experiment', label: 'As the experiment says' },
      { value: 'exactCarry', label: 'Exact' },
      { value: 'multinomial', label: 'Random' },
    ],
    label: 'Batches outside measuring',
    help: 'How batches are divided among groups between measurements. Leaning batches are always divided exactly.',
    level: 'all',
  },
  strict: {
    type: 'flag',
    default: false,
    label: 'Whole rounds only',
    help: 'Refuse when the rounds do not divide the steps, instead of ending with a shorter round.',
    level: 'all',
  },
} as const satisfies KnobTable;
export type AioliKnobs = KnobsOf<typeof knobs>;

const published = { form: 'repo', normalizeA: true, solveWith: 'nominal', splitter: 'multinomial' } as const;

export const presets = {
  small: {
    title: 'Short runs on one workstation',
    knobs: { lpRounds: 1, lpSteps: 3, oneHotFactor: 0.75, eta: 0.5 },
  },
  steady: {
    title: 'Long runs, low noise',
    knobs: { lpRounds: 4, lpSteps: 4, oneHotFactor: 0.75, eta: 0.2 },
  },
  'aioli-official-m2': {
    title: 'Published settings, 2 groups',
    knobs: { ...published, updateSteps: 250, lpRounds: 4, lpSteps: 4, oneHotFactor: 0.625, eta: 0.2, ema: 0.1 },
  },
  'aioli-official-m3': {
    title: 'Published settings, 3 groups',
    knobs: { ...published, updateSteps: 250, lpRounds: 4, lpSteps: 6, oneHotFactor: 0.5, eta: 0.1, ema: 0.5 },
  },
  'aioli-official-m7': {
    title: 'Published settings, 7 groups',
    knobs: { ...published, updateSteps: 200, lpRounds: 2, lpSteps: 10, oneHotFactor: 0.75, eta: 1, ema: 0.1 },
  },
} as const;

/** Steps of one measurement, K q m. */
export function measuringSteps(m: number, { lpRounds, lpSteps }: AioliKnobs): number {
  return lpRounds * lpSteps * m;
}

/** Length of a round: as given, or a twentieth of the steps and long enough that measuring takes at most 30 % of it. */
export function roundLength({ groups, steps }: Setting, given: AioliKnobs): number {
  if (given.updateSteps > 0) return Math.min(given.updateSteps, steps);
  const roomy = Math.ceil(measuringSteps(groups.length, given) / 0.3 - 1e-9);
  return Math.min(steps, Math.max(Math.ceil(steps / 20), roomy));
}

export interface Round {
  /** The first is 1. */
  readonly round: number;
  readonly steps: number;
  /** Whether the round starts by learning parameters: not while rounds are skipped, nor when it is too short. */
  readonly measures: boolean;
}

/** The rounds of a run. With one group nothing is ever measured. */
export function roundsOf(setting: Setting, given: AioliKnobs): readonly Round[] {
  const m = setting.groups.length;
  const length = roundLength(setting, given);
  const rounds: Round[] = [];
  for (let done = 0; done < setting.steps; done += length) {
    const steps = Math.min(length, setting.steps - done); // the last round is short when rounds do not divide the steps
    const round = rounds.length + 1;
    rounds.push({ round, steps, measures: m > 1 && round > given.skipRounds && steps > measuringSteps(m, given) });
  }
  return rounds;
}

export function cost(setting: Setting, given: AioliKnobs): Cost {
  const m = setting.groups.length;
  const measured = roundsOf(setting, given).filter((round) => round.measures).length;
  return {
    learningSteps: 0,
    measuringSteps: measured * measuringSteps(m, given),
    finalSteps: setting.steps,
    evaluations: measured * (1 + given.lpRounds * m) * given.lpEvalFraction,
  };
}

export function complaints(setting: Setting, given: AioliKnobs): readonly Complaint[] {
  if (setting.groups.length === 1) return [];
  return [...leanComplaints(setting, given), ...stepComplaints(setting, given), ...weightComplaints(setting, given)];
}

function leanComplaints({ groups, batch }: Setting, given: AioliKnobs): Complaint[] {
  const m = groups.length;
  const f = given.oneHotFactor;
  const code = 'lean_too_small';
  if (f <= 1 / m)
    return [
      {
        knob: 'oneHotFactor',
        message: `A lean of ${f} does not favour any of ${m} groups.`,
        remedy: `Choose a value above ${(1 / m).toFixed(3)}, up to 1; 0.5 to 0.75 are usual.`,
        code,
      },
    ];
  if (given.solveWith === 'nominal' || solverOf(drawnShares(m, batch, given)) !== null) return [];
  return [
    {
      knob: 'oneHotFactor',
      message: `Batches of ${batch} sequences cannot show a lean of ${f} in ${given.lpSteps} steps.`,
      remedy: 'Raise oneHotFactor, lpSteps or the batch size.',
      code,
    },
  ];
}

/** Shares that exact batches will really have in each leaning segment, m x m. */
function drawnShares(m: number, batch: number, { oneHotFactor, lpSteps }: AioliKnobs): number[][] {
  const steps = Math.min(lpSteps, 200); // by then the shares hardly change; a long lean need not be played to its end
  return perturbations(m, oneHotFactor).map((p) => {
    const totals = p.map(() => 0);
    let carry: readonly number[] = p.map(() => 0);
    for (let step = 0; step < steps; step++) {
      const next = exactCarry(batch, p, carry);
      carry = next.carry;
      next.counts.forEach((n, k) => (totals[k]! += n));
    }
    return totals.map((n) => n / (batch * steps));
  });
}

function stepComplaints(setting: Setting, given: AioliKnobs): Complaint[] {
  const needed = measuringSteps(setting.groups.length, given);
  const length = roundLength(setting, given);
  const found: Complaint[] = [];
  if (needed >= length)
    found.push({
      knob: 'updateSteps',
      message: `Measuring takes ${needed} steps (sweeps × steps × groups), a round has ${length}.`,
      remedy:
        needed < setting.steps
          ? `Make rounds longer than ${needed} steps, or lower lpRounds or lpSteps.`
          : `Train more than ${needed} steps, or lower lpRounds or lpSteps.`,
      code: 'steps_do_not_fit',
    });
  else if (needed > length / 2)
    found.push({
      knob: 'updateSteps',
      message: `Measuring takes ${Math.round((100 * needed) / length)} % of every round.`,
      remedy: 'Longer rounds leave more training at the chosen proportions; 10 to 30 % is usual.',
      severity: 'warning',
    });
  if (given.strict && setting.steps % length !== 0)
    found.push({
      knob: 'updateSteps',
      message: `Rounds of ${length} steps do not divide ${setting.steps}.`,
      remedy: 'Choose a divisor of the steps, or switch off "whole rounds only".',
      code: 'steps_do_not_fit',
    });
  return found;
}

function weightComplaints({ groups }: Setting, { evaluationWeights: weights }: AioliKnobs): Complaint[] {
  if (weights === null) return [];
  if (weights.length === groups.length && weights.every((w) => w >= 0) && weights.some((w) => w > 0)) return [];
  return [
    {
      knob: 'evaluationWeights',
      message: 'The weights of the losses do not fit the groups.',
      remedy: `Give ${groups.length} numbers of 0 or more, not all 0.`,
      code: 'proportions_invalid',
    },
  ];
}

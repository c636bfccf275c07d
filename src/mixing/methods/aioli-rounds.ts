/** How a run of Aioli divides into rounds, what does not fit, and what it costs. Spec 2.10.5 to 2.10.7. */
import { solverOf } from '#base/linear-algebra';
import { exactCarry } from '#base/rounding';
import type { Complaint, Cost, Setting } from '../method.ts';
import type { AioliKnobs } from './aioli-knobs.ts';
import { perturbations } from './aioli-law.ts';

/** Time of a validated sequence over that of a trained one: a step is a forward pass and a backward pass of twice that. */
const forwardShare = 1 / 3;
/** Share of the time of training that validating while measuring may take, or gradients in its place. */
const affordable = { validating: 0.2, gradients: 0.1 } as const;
/** Fewer sequences of a group than this say nothing about it. */
const fewest = 4;

/** Whether rounds take their law from gradients where the model stands, and train no leaning stretches. */
export function isByGradient({ lpEstimate }: AioliKnobs): boolean {
  return lpEstimate === 'gradient';
}

/** Steps of one measurement, K q m; none where the law comes from gradients. */
export function measuringSteps(m: number, given: AioliKnobs): number {
  return isByGradient(given) ? 0 : given.lpRounds * given.lpSteps * m;
}

/**
 * Length of a round: as given, or a twentieth of the steps and long enough that measuring takes at most 30 % of it, or that it
 * pays for the fewest gradients.
 */
export function roundLength({ groups, batch, steps }: Setting, given: AioliKnobs): number {
  if (given.updateSteps > 0) return Math.min(given.updateSteps, steps);
  const roomy = isByGradient(given)
    ? gradientsOf(groups.length, fewest) / (affordable.gradients * batch)
    : measuringSteps(groups.length, given) / 0.3;
  return Math.min(steps, Math.max(Math.ceil(steps / 20), Math.ceil(roomy - 1e-9)));
}

/** Sequences whose gradients a law takes: in two looks, of two splits of each group. */
function gradientsOf(m: number, sequences: number): number {
  return 2 * 2 * m * sequences;
}

/** Validation passes of a measured round. */
export function passesOf(m: number, { lpRounds }: AioliKnobs): number {
  return 1 + lpRounds * m;
}

/**
 * Share of the validation sequences that measuring looks at: as given, else as many as a fifth of the time that a round
 * trains pays for, at least four of each group. All where nothing is really read.
 */
export function evaluationFraction(setting: Setting, given: AioliKnobs): number {
  const { groups, batch, validationSequences: all } = setting;
  if (given.lpEvalFraction > 0) return given.lpEvalFraction;
  if (all === undefined) return 1;
  const trained = roundLength(setting, given) * batch;
  const paidFor = (affordable.validating * trained) / (passesOf(groups.length, given) * forwardShare);
  return Math.min(1, Math.max(fewest, Math.floor(paidFor / groups.length)) / all);
}

/**
 * Sequences of each group whose gradients are taken in each of a law's two looks, of validation and of training text each:
 * half of a given share of the validation sequences, else as many as a tenth of the time that a round trains pays for, at
 * least four.
 */
export function gradientSequences(setting: Setting, given: AioliKnobs): number {
  const { groups, batch, validationSequences: all } = setting;
  if (given.lpEvalFraction > 0 && all !== undefined) return Math.max(1, Math.round((given.lpEvalFraction * all) / 2));
  const paidFor = (affordable.gradients * roundLength(setting, given) * batch) / gradientsOf(groups.length, 1);
  return Math.min(all ?? Infinity, Math.max(fewest, Math.floor(paidFor + 1e-9)));
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
  const steps = { learningSteps: 0, measuringSteps: measured * measuringSteps(m, given), finalSteps: setting.steps };
  if (isByGradient(given)) return { ...steps, evaluations: gradientPasses(measured, setting, given) };
  const fraction = evaluationFraction(setting, given);
  const checks = measured > 0 && fraction < 1 ? 2 : 0; // other sequences, to see how much the choice of them matters
  return { ...steps, evaluations: (measured * passesOf(m, given) + checks) * fraction };
}

/** Time of all gradients as validation passes. */
function gradientPasses(laws: number, setting: Setting, given: AioliKnobs): number {
  const sequences = gradientSequences(setting, given);
  return (laws * gradientsOf(1, sequences)) / (setting.validationSequences ?? sequences) / forwardShare;
}

export function complaints(setting: Setting, given: AioliKnobs): readonly Complaint[] {
  if (setting.groups.length === 1) return [];
  const leans = isByGradient(given) ? [] : leanComplaints(setting, given);
  return [...leans, ...stepComplaints(setting, given), ...weightComplaints(setting, given)];
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

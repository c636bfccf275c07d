/**
 * Aioli: measures inside the run how each group's data changes every group's loss, and moves the proportions along.
 * Source: Chen et al. 2024 (arXiv 2411.05735), algorithms 1 and 2; spec 2.10.
 * Equations: aioli-law.ts; knobs: aioli-knobs.ts; rounds, limits and costs: aioli-rounds.ts.
 */
import { matrixOf } from '#base/linear-algebra';
import type { Random } from '#base/random';
import { normalise, uniform } from '#base/simplex';
import { Diverged } from '../diverged.ts';
import { evaluate, note, online, train, type Asks, type Losses, type ModelNumber } from '../method.ts';
import { knobs, presets, type AioliKnobs } from './aioli-knobs.ts';
import {
  normalised,
  perturbations,
  solveDiagonalLaw,
  solveLaw,
  updated,
  type Learned,
  type UpdateState,
} from './aioli-law.ts';
import { estimateParameters } from './aioli-gradient.ts';
import {
  complaints,
  cost,
  evaluationFraction,
  gradientSequences,
  isByGradient,
  measuringSteps,
  roundsOf,
} from './aioli-rounds.ts';
import { relativeError } from './subset-error.ts';

export const aioli = online({
  id: 'aioli',
  title: 'Aioli',
  paper: 'Chen et al. 2024',
  summary:
    'Trains short stretches that lean towards each group in turn, reads off how every loss reacts, and shifts the proportions towards what helps most. It needs no extra runs.',
  knobs,
  presets,
  complaints,
  costFormula:
    'No extra steps: K q m steps of every measured round are spent on measuring. 1 + K m validation passes per measured round, times the validation share; S / U rounds. By gradients: no such steps, and 2 m gradients of a few sequences per round.',
  cost,
  *train(model, setting, given, random) {
    const m = setting.groups.length;
    const start = given.startFrom === 'prior' && setting.prior !== undefined ? setting.prior : uniform(m);
    const weights = weightsOf(given, m);
    let state: UpdateState = { p: start, average: null };
    let wasSkipped = false;
    const fraction = evaluationFraction(setting, given);
    const sequences = gradientSequences(setting, given);
    let isChecked = fraction === 1;
    for (const { round, steps, measures } of roundsOf(setting, given)) {
      if (measures) {
        const { A, problem } = isByGradient(given)
          ? yield* estimateParameters(model, { sequences, round }, given)
          : yield* learnParameters(model, m, { fraction, round, isChecked }, given, random);
        isChecked = true;
        if (problem !== null) yield* note('warning', round, problem);
        if (A === null && wasSkipped)
          throw new Diverged(
            `Validation losses, or their gradients, were not finite in rounds ${round - 1} and ${round}.`,
            round,
          );
        wasSkipped = A === null;
        if (A !== null) {
          const law = given.normalizeA ? normalised(A) : A;
          yield* note('Abar', round, law);
          state = updated(state, law, { ...given, start, weights });
        }
      }
      yield* note('p', round, state.p);
      yield* train(model, state.p, steps - (measures ? measuringSteps(m, given) : 0), mainSplitter(given));
    }
    return state.p;
  },
});

/**
 * LearnParams: goes on training the model through K sweeps of one short leaning segment per group, in shuffled order.
 * Nothing is rolled back; the steps are part of the run.
 */
function* learnParameters(model: ModelNumber, m: number, pass: Pass, given: AioliKnobs, random: Random): Asks<Learned> {
  const { round, isChecked } = pass;
  const W = perturbations(m, given.oneHotFactor);
  const falls = matrixOf(m, m, () => 0);
  const drawn = matrixOf(m, m, () => 0);
  const order: number[][] = [];
  const others = { ...pass, round: -round };
  const otherStart = isChecked ? null : yield* validation(model, others);
  const start = yield* validation(model, pass);
  let before = start;
  for (let sweep = 0; sweep < given.lpRounds; sweep++) {
    const groups = random.shuffled(W.map((_row, j) => j));
    order.push(groups);
    for (const j of groups) {
      const { counts } = yield* train(model, W[j]!, given.lpSteps, { splitter: 'exactCarry', isMeasuring: true });
      const after = yield* validation(model, pass);
      counts.forEach((n, k) => (drawn[j]![k]! += n));
      after.forEach((loss, i) => (falls[i]![j]! += before[i]! - loss));
      before = after;
    }
  }
  if (otherStart !== null) {
    const otherEnd = yield* validation(model, others);
    yield* note('subsetError', round, relativeError(fallsOf(start, before), fallsOf(otherStart, otherEnd)));
  }
  const beta = falls.map((row) => row.map((fall) => fall / given.lpRounds));
  const shares = given.solveWith === 'nominal' ? W : drawn.map((counts) => normalise(counts));
  yield* note('order', round, order);
  yield* note('W', round, shares);
  if (!beta.flat().every(Number.isFinite))
    return { A: null, problem: 'A validation loss was not finite; the proportions stay as they were.' };
  yield* note('beta', round, beta);
  const A = given.diagonal ? solveDiagonalLaw(beta, shares) : solveLaw(beta, shares);
  yield* note('A', round, A);
  return {
    A,
    problem: Math.max(...beta.flat()) > 0 ? null : 'No segment lowered any loss; the estimated law says little.',
  };
}

/** How a measurement looks at validation sequences. */
interface Pass {
  /** Share of them. */
  readonly fraction: number;
  /** Which share: the same within a round. */
  readonly round: number;
  /** Whether it is known how much the choice of sequences matters. */
  readonly isChecked: boolean;
}

/** Validation losses; what is not finite becomes NaN, also when a stored transcript could only keep null. */
function* validation(model: ModelNumber, { fraction, round }: Pass): Asks<Losses> {
  const losses = yield* evaluate(model, fraction < 1 ? { fraction, subset: round } : {});
  return losses.map((loss) => (Number.isFinite(loss) ? loss : NaN));
}

function fallsOf(before: Losses, after: Losses): number[] {
  return before.map((loss, i) => loss - after[i]!);
}

/** Weights per evaluated group, scaled to sum m. */
function weightsOf({ evaluationWeights }: AioliKnobs, m: number): readonly number[] | null {
  return evaluationWeights === null ? null : normalise(evaluationWeights).map((share) => share * m);
}

function mainSplitter({ splitter }: AioliKnobs) {
  return splitter === 'multinomial' || splitter === 'exactCarry' ? ({ splitter } as const) : {};
}

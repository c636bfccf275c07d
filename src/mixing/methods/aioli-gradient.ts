/**
 * A cheaper LearnParams: the law to first order, from gradients where the model stands. An entry means what a measured one
 * means, the fall of loss i over `lpSteps` steps on group j alone, but no step is taken for it.
 */
import { gradientEstimate } from '../laws/provenance.ts';
import { note, slopes, type Asks, type Matrix, type ModelNumber } from '../method.ts';
import type { AioliKnobs } from './aioli-knobs.ts';
import type { Learned } from './aioli-law.ts';
import { relativeError } from './subset-error.ts';

/** How a law looks at sequences. */
interface Look {
  /** Of each group. */
  readonly sequences: number;
  /** Which ones: others in every round. */
  readonly round: number;
  /** Whether it is known how much the choice of sequences matters. */
  readonly isChecked: boolean;
}

/** The law of a round; with the first one it is noted how it came about, and how much the choice of sequences matters. */
export function* estimateParameters(
  model: ModelNumber,
  { sequences, round, isChecked }: Look,
  { lpSteps, diagonal }: AioliKnobs,
): Asks<Learned> {
  const law = function* (subset: number): Asks<Matrix> {
    return (yield* slopes(model, { steps: lpSteps, sequences, subset })).falls;
  };
  const falls = yield* law(round);
  if (!isChecked) {
    yield* note('provenance', round, gradientEstimate);
    const others = yield* law(-round);
    if (isFinite(falls) && isFinite(others))
      yield* note('subsetError', round, relativeError(falls.flat(), others.flat()));
  }
  if (!isFinite(falls)) return { A: null, problem: 'A gradient was not finite; the proportions stay as they were.' };
  const A: Matrix = diagonal ? falls.map((row, i) => row.map((fall, j) => (i === j ? fall : 0))) : falls;
  yield* note('A', round, A);
  return {
    A,
    problem: Math.max(...falls.flat()) > 0 ? null : 'No loss falls to first order; the estimated law says little.',
  };
}

/** Also false where a stored transcript could only keep null. */
function isFinite(A: Matrix): boolean {
  return A.flat().every(Number.isFinite);
}

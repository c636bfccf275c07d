/**
 * A cheaper LearnParams: the law to first order, from gradients where the model stands. An entry means what a measured one
 * means, the fall of loss i over `lpSteps` steps on group j alone, but no step is taken for it.
 */
import { gradientEstimate } from '../laws/provenance.ts';
import { note, slopes, type Asks, type ModelNumber } from '../method.ts';
import type { AioliKnobs } from './aioli-knobs.ts';
import type { Learned } from './aioli-law.ts';
import { relativeError } from './subset-error.ts';

/** How a law looks at sequences. */
interface Look {
  /** Of each group, in each of two looks. */
  readonly sequences: number;
  /** Others are looked at in every round. */
  readonly round: number;
}

/** The law of a round: the mean of two looks at other sequences, whose difference says how much the choice of them matters. */
export function* estimateParameters(
  model: ModelNumber,
  { sequences, round }: Look,
  { lpSteps, diagonal }: AioliKnobs,
): Asks<Learned> {
  yield* note('provenance', round, gradientEstimate);
  const { falls } = yield* slopes(model, { steps: lpSteps, sequences, subset: round });
  const { falls: others } = yield* slopes(model, { steps: lpSteps, sequences, subset: -round });
  // What is not finite is null where it comes from a stored transcript.
  if (![...falls.flat(), ...others.flat()].every(Number.isFinite))
    return { A: null, problem: 'A gradient was not finite; the proportions stay as they were.' };
  yield* note('subsetError', round, relativeError(falls.flat(), others.flat()) / Math.SQRT2);
  const mean = falls.map((row, i) => row.map((fall, j) => (fall + others[i]![j]!) / 2));
  const A = diagonal ? mean.map((row, i) => row.map((fall, j) => (i === j ? fall : 0))) : mean;
  yield* note('A', round, A);
  return {
    A,
    problem: Math.max(...mean.flat()) > 0 ? null : 'No loss falls to first order; the estimated law says little.',
  };
}

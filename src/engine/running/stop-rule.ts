/** When a run is given up though its numbers are finite: its validation loss stays far above where it began. */
import { Refusal } from '#base/refusal';
import type { StopRule } from '#contract/api';

/** Ends the conversation with a method because the stop rule says so; the last good checkpoint is kept. */
export class GivenUp extends Error {
  constructor(step: number, losses: readonly number[], { above, evaluations }: StopRule) {
    const [first, last] = [losses[0]!, losses.at(-1)!];
    super(
      `The validation loss at step ${step} is ${last.toFixed(2)} nats per token, more than ${above} above the ` +
        `${first.toFixed(2)} before the first step, for ${evaluations} ${evaluations === 1 ? 'validation' : 'validations'} in a row.`,
    );
    this.name = 'GivenUp';
  }
}

/**
 * Validations in a row, up to the last, that the rule counts against a run.
 *
 * @param losses mean validation losses in order, the first before any step
 */
export function strikes(losses: readonly number[], { above }: StopRule): number {
  const limit = losses[0]! + above;
  const lastGood = losses.findLastIndex((loss) => !(loss > limit));
  return losses.length === 0 ? 0 : losses.length - 1 - lastGood;
}

/** @throws Refusal `option_invalid` */
export function checkedRule({ above, evaluations }: StopRule): StopRule {
  const field = !(above > 0 && Number.isFinite(above)) ? 'above' : 'evaluations';
  const isCount = Number.isInteger(evaluations) && evaluations >= 1 && evaluations <= 1000;
  if (field === 'above' || !isCount)
    throw new Refusal(
      'option_invalid',
      field === 'above'
        ? `${above} is not a margin for the stop rule.`
        : `${evaluations} is not a number of validations.`,
      {
        field,
        remedy: 'Give a positive number of nats per token, and a whole number of validations from 1 to 1000.',
      },
    );
  return { above, evaluations };
}

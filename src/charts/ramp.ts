/**
 * Colours of predicted losses: full colour where the loss is lowest, paper where it is highest. Colour changes fastest
 * near the lowest loss, because that is where mixtures are chosen; the legend is drawn by the same rule.
 */
import { mixAt } from './scale.ts';

export interface LossRamp {
  readonly low: number;
  readonly high: number;
  /** CSS colour of a loss. */
  colour(loss: number): string;
}

/** @param losses everything that is drawn; without any the ramp is of one colour */
export function lossRamp(losses: readonly number[]): LossRamp {
  const finite = losses.filter(Number.isFinite);
  const low = finite.length > 0 ? Math.min(...finite) : 0;
  const high = finite.length > 0 ? Math.max(...finite) : 0;
  const position = (loss: number) => (high > low ? 1 - Math.sqrt(clamped((loss - low) / (high - low))) : 0);
  return { low, high, colour: (loss) => mixAt(position(loss)) };
}

const clamped = (x: number): number => Math.min(1, Math.max(0, x));

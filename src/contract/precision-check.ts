/** Whether training in bfloat16 comes to the losses of float32, told from runs of the same seeds in both. */
import { mean, sampleDeviation } from '#base/statistics';

/** Mean validation loss at the end, nats per token. */
export interface PrecisionPair {
  readonly seed: number;
  readonly float32: number;
  readonly bfloat16: number;
}

export interface PrecisionCheck {
  /** When, ISO 8601. */
  readonly at: string;
  /** `4 layers of 128, 8 × 128 tokens a step`. */
  readonly work: string;
  /** Of each run, at equal proportions. */
  readonly steps: number;
  readonly pairs: readonly PrecisionPair[];
  /** Seconds of a step, evaluations left out. */
  readonly secondsPerStep: { readonly float32: number; readonly bfloat16: number };
}

export interface PrecisionVerdict {
  /** Mean over seeds of bfloat16 minus float32. */
  readonly difference: number;
  /** The largest of one seed, of either sign. */
  readonly largest: number;
  /** Standard deviation of the float32 losses between seeds. */
  readonly spread: number;
  /** Whether the mean difference is no larger than what another seed would make. */
  readonly isWithin: boolean;
}

/** @param pairs of two seeds at least */
export function verdictOn(pairs: readonly PrecisionPair[]): PrecisionVerdict {
  const differences = pairs.map(({ float32, bfloat16 }) => bfloat16 - float32);
  const difference = mean(differences);
  const spread = sampleDeviation(pairs.map(({ float32 }) => float32)) ?? 0;
  const largest = differences.reduce((most, one) => (Math.abs(one) > Math.abs(most) ? one : most), 0);
  return { difference, largest, spread, isWithin: Math.abs(difference) <= spread };
}

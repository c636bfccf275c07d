/** What the pictures of a fitted law's predictions read. */
import { formatNumber, formatShare } from '#base/format';
import type { Look } from './series.ts';

export interface SurfaceRun {
  readonly id: string;
  readonly proportions: readonly number[];
  /** Nats per token, one per group. */
  readonly losses: readonly number[];
}

/** Where a method's proportions went during its run. */
export interface MixturePath extends Look {
  /** Mixtures in order of time; the last one is marked. */
  readonly points: readonly (readonly number[])[];
}

export interface SurfaceProps {
  readonly groups: readonly Look[];
  /** Predicted loss of each group at these proportions, nats per token. */
  readonly predict: (proportions: readonly number[]) => readonly number[];
  readonly runs: readonly SurfaceRun[];
  readonly paths?: readonly MixturePath[];
  /** Where the predicted mean is lowest, with the interval of each share. */
  readonly optimum: {
    readonly proportions: readonly number[];
    readonly intervals?: readonly (readonly [number, number])[] | undefined;
  };
  /** Index of the group whose loss is shown; null for the mean of all. */
  readonly shown?: number | null;
  readonly label: string;
  readonly width?: number;
  readonly height?: number;
  readonly isInteractive?: boolean;
}

/** The number that is drawn: one group's loss, or the mean of all. */
export function lossShown(losses: readonly number[], shown: number | null): number {
  return shown === null ? losses.reduce((a, b) => a + b, 0) / losses.length : (losses[shown] ?? NaN);
}

/** "law 30.0 %, code 70.0 %: 2.345 nats per token". */
export function mixtureInWords(names: readonly string[], proportions: readonly number[], loss: number): string {
  const shares = names.map((name, i) => `${name} ${formatShare(proportions[i] ?? 0)} %`).join(', ');
  return `${shares}: ${formatNumber(loss, 3)} nats per token`;
}

/**
 * What a mixing law is: how the loss of one evaluated group follows from the proportions, with few numbers to be
 * fitted. A law is fitted to one target at a time; `fit.ts` puts the targets together.
 */
import type { Random } from '#base/random';
import type { Matrix, Proportions } from '../method.ts';

/** Fitted numbers by the names of the method spec. The order of names is the order of reports. */
export type LawParameters = Readonly<Record<string, number | readonly number[]>>;

/** The evaluated group that a law is fitted for. */
export interface Target {
  readonly name: string;
  /** Its index among the groups trained on; null when it is only evaluated. */
  readonly own: number | null;
  /** Number of groups trained on. */
  readonly m: number;
}

export interface FitOptions {
  /** Where Huber's loss turns linear, in nats; Infinity is least squares. */
  readonly delta: number;
  /** Starts of a curved law; linear laws have one answer and need none. */
  readonly starts: number;
  /** Start from the grids that the sources search, instead. */
  readonly isThorough: boolean;
  /** `any`: c >= 0. `below-data`: also c <= the smallest observed loss. */
  readonly floor: 'any' | 'below-data';
  readonly random: Random;
  /** Go on from these parameters alone; for resampled data. */
  readonly from?: LawParameters;
}

/** What a law is fitted to, and how a loss is had back from it. */
export interface Response {
  readonly isRelativeToStart: boolean;
  /** @param start the loss before training; unused when not relative to it */
  of(loss: number, start: number): number;
  lossOf(response: number, start: number): number;
  /** d loss / d response. */
  slopeOf(response: number, start: number): number;
}

export interface Law {
  readonly id: string;
  readonly title: string;
  readonly kind: 'static' | 'dynamic';
  /** One line, as docs and reports print it. */
  readonly equation: string;
  readonly response: Response;
  /** Whether it speaks only of groups that are also trained on. */
  readonly needsOwn: boolean;
  /** Numbers that data can tell, per target. */
  freeNumbers(m: number): number;
  /** @param proportions runs x m @param responses one per run */
  fit(proportions: Matrix, responses: readonly number[], target: Target, options: FitOptions): LawParameters;
  /** Predicted response at p. */
  predict(parameters: LawParameters, p: Proportions, target: Target): number;
  /** d response / d p_j. */
  gradient(parameters: LawParameters, p: Proportions, target: Target): number[];
}

/** The loss itself. */
export const loss: Response = {
  isRelativeToStart: false,
  of: (value) => value,
  lossOf: (response) => response,
  slopeOf: () => 1,
};

/** New loss minus old loss. */
export const lossChange: Response = {
  isRelativeToStart: true,
  of: (value, start) => value - start,
  lossOf: (response, start) => start + response,
  slopeOf: () => 1,
};

/** ln(new loss / old loss). */
export const logLossRatio: Response = {
  isRelativeToStart: true,
  of: (value, start) => Math.log(value / start),
  lossOf: (response, start) => start * Math.exp(response),
  slopeOf: (response, start) => start * Math.exp(response),
};

export function numberOf(parameters: LawParameters, name: string): number {
  return parameters[name] as number;
}

export function listOf(parameters: LawParameters, name: string): readonly number[] {
  return parameters[name] as readonly number[];
}

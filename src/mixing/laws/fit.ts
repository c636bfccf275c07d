/** Fits a law to a table of runs, target by target, and predicts with it. */
import { Refusal } from '#base/refusal';
import { meanHuber } from '#base/huber';
import { randomFor } from '#base/random';
import { foldColumns } from '#base/statistics';
import type { Losses, Matrix, Proportions } from '../method.ts';
import type { FitOptions, Law, LawParameters, Target } from './law.ts';
import { scoresOf, type Scores } from './scores.ts';

/** Runs at fixed proportions and the losses that they reached. */
export interface LawTable {
  /** Groups trained on: columns of `proportions`. */
  readonly groups: readonly string[];
  /** Groups evaluated: columns of `losses`. Often the same. */
  readonly targets: readonly string[];
  /** runs x groups. */
  readonly proportions: Matrix;
  /** runs x targets, nats per token. */
  readonly losses: Matrix;
  /** Losses before training, runs x targets; dynamic laws need them. */
  readonly starts?: Matrix;
}

export type LawOptions = Partial<FitOptions>;

export interface TargetFit {
  readonly group: string;
  readonly parameters: LawParameters;
  /** On what the law predicts: the loss, its change, or the logarithm of its ratio. */
  readonly scores: Scores;
  /** On the losses themselves; equal to `scores` for laws of the loss. */
  readonly lossScores: Scores;
  /** Mean over runs of Huber's loss, at the fit's own delta. */
  readonly meanHuber: number;
}

/** A law whose parameters are known: enough to predict. */
export interface SolvedLaw {
  readonly law: Law;
  readonly groups: readonly string[];
  readonly targets: readonly Target[];
  /** One per target. */
  readonly fits: readonly { readonly group: string; readonly parameters: LawParameters }[];
  /** Loss of each target before training, mean over the runs; 0 where the law does not ask. */
  readonly starts: Losses;
}

export interface FittedLaw extends SolvedLaw {
  readonly fits: readonly TargetFit[];
}

/** Least squares, 64 starts, c >= 0. Methods that learn proportions ask for Huber's loss instead (spec 2.5). */
export function fitOptions(options: LawOptions = {}): FitOptions {
  return {
    delta: Infinity,
    starts: 64,
    isThorough: false,
    floor: 'any',
    random: options.random ?? randomFor(0, 'law'),
    ...options,
  };
}

/**
 * Fits `law` to every target of the table. Deterministic for a given `random`.
 *
 * @throws Refusal `law_not_identifiable` when there are fewer runs than free numbers, no loss before training for a law
 *         that starts from it, or a target that is not trained on for a law of the own share
 */
export function fitLaw(law: Law, table: LawTable, options: LawOptions = {}): FittedLaw {
  requireEnough(law, table);
  const full = fitOptions(options);
  const targets = targetsOf(table);
  const starts = targets.map((_target, i) => table.starts?.map((row) => row[i]!));
  return {
    law,
    groups: table.groups,
    targets,
    starts: table.starts ? foldColumns(table.starts).map(({ mean }) => mean) : table.targets.map(() => 0),
    fits: targets.map((target, i) => {
      const losses = table.losses.map((row) => row[i]!);
      return fitTarget(
        law,
        { proportions: table.proportions, losses, ...(starts[i] && { starts: starts[i] }) },
        target,
        full,
      );
    }),
  };
}

/** One target's column of a table. */
export interface TargetRuns {
  readonly proportions: Matrix;
  readonly losses: readonly number[];
  readonly starts?: readonly number[];
}

export function fitTarget(law: Law, runs: TargetRuns, target: Target, options: FitOptions): TargetFit {
  const responses = responsesOf(law, runs);
  const parameters = law.fit(runs.proportions, responses, target, options);
  const predicted = runs.proportions.map((p) => law.predict(parameters, p, target));
  const residuals = responses.map((y, n) => y - predicted[n]!);
  const scores = scoresOf(responses, predicted);
  return {
    group: target.name,
    parameters,
    scores,
    lossScores: law.response.isRelativeToStart ? scoresOf(runs.losses, lossesOf(law, predicted, runs)) : scores,
    meanHuber: meanHuber(residuals, options.delta),
  };
}

/** What the law explains, run by run. */
export function responsesOf(law: Law, { losses, starts }: TargetRuns): number[] {
  return losses.map((loss, n) => law.response.of(loss, starts?.[n] ?? 0));
}

/** Losses that belong to predicted responses. */
export function lossesOf(law: Law, responses: readonly number[], { starts }: Pick<TargetRuns, 'starts'>): number[] {
  return responses.map((response, n) => law.response.lossOf(response, starts?.[n] ?? 0));
}

/**
 * Predicted losses of all targets.
 *
 * @param starts losses before training, for laws relative to them; the table's mean when absent
 */
export function predictLosses(
  { law, targets, fits, starts }: SolvedLaw,
  p: Proportions,
  from: Losses = starts,
): number[] {
  return targets.map((target, i) => law.response.lossOf(law.predict(fits[i]!.parameters, p, target), from[i]!));
}

/** Slope of each target's loss along each share, targets x m. */
export function lossSlopes(
  { law, targets, fits, starts }: SolvedLaw,
  p: Proportions,
  from: Losses = starts,
): number[][] {
  return targets.map((target, i) => {
    const { parameters } = fits[i]!;
    const slope = law.response.slopeOf(law.predict(parameters, p, target), from[i]!);
    return law.gradient(parameters, p, target).map((x) => slope * x);
  });
}

/** A law with given parameters, as if it had been fitted; for published parameters. */
export function lawFrom(
  law: Law,
  groups: readonly string[],
  parameters: readonly LawParameters[],
  starts?: Losses,
): SolvedLaw {
  return {
    law,
    groups,
    targets: targetsOf({ groups, targets: groups }),
    starts: starts ?? groups.map(() => 0),
    fits: groups.map((group, i) => ({ group, parameters: parameters[i]! })),
  };
}

export function targetsOf({ groups, targets }: Pick<LawTable, 'groups' | 'targets'>): Target[] {
  return targets.map((name) => {
    const own = groups.indexOf(name);
    return { name, own: own < 0 ? null : own, m: groups.length };
  });
}

function requireEnough(law: Law, table: LawTable): void {
  const needed = law.freeNumbers(table.groups.length);
  const runs = table.proportions.length;
  if (runs < needed)
    throw new Refusal(
      'law_not_identifiable',
      `${law.title} has ${needed} free numbers per group, and there are ${runs} runs.`,
      {
        field: 'runs',
        remedy: `Give at least ${needed} runs, better ${2 * needed}, or choose a law with fewer numbers.`,
      },
    );
  if (law.response.isRelativeToStart && table.starts === undefined)
    throw new Refusal('law_not_identifiable', `${law.title} starts from the loss before training.`, {
      field: 'runs.0.start',
      remedy: 'Give every run its "start" losses, or choose linear-dynamic-intercept.',
    });
  const foreign = law.needsOwn ? table.targets.find((name) => !table.groups.includes(name)) : undefined;
  if (foreign !== undefined)
    throw new Refusal('law_not_identifiable', `"${foreign}" is evaluated but not trained on: it has no own share.`, {
      field: 'targets',
      remedy: 'Choose log-linear-static.',
    });
}

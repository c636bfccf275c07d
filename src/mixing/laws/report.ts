/** Everything that the workbench says about a fitted law, as plain data: `aioli laws fit --json`, the Laws screen. */
import { randomFor } from '#base/random';
import type { Losses, Matrix } from '../method.ts';
import { fitLaw, type LawOptions, type LawTable } from './fit.ts';
import type { Law, LawParameters } from './law.ts';
import { optimumOf, type Optimum, type OptimumOptions } from './optimum.ts';
import type { Scores } from './scores.ts';
import { sweepStatistics, type SweepStatistics } from './sweep-statistics.ts';
import { uncertaintyOf, type Uncertainty } from './uncertainty.ts';
import { crossValidated, scoresOn } from './validation.ts';
import { lawWarnings } from './warnings.ts';

export interface LawReportOptions {
  readonly seed?: number;
  readonly fit?: Omit<LawOptions, 'random' | 'from'>;
  readonly optimum?: OptimumOptions;
  /** Folds of cross-validation; 5 when absent, 0 for none. */
  readonly folds?: number;
  /** Resamples of the bootstrap; 200 when absent, 0 for none. */
  readonly resamples?: number;
  /** Runs to be predicted, not fitted. */
  readonly held?: LawTable;
}

export interface TargetReport extends Scores {
  readonly group: string;
  /** By the names of the method spec. */
  readonly parameters: LawParameters;
  /** 95 % intervals in the shape of the parameters. */
  readonly intervals?: Uncertainty['parameters'][number];
  /** R² of the losses themselves, for laws of a change. */
  readonly lossR2: number | null;
  readonly meanHuber: number;
  /** Of runs predicted by laws that were not fitted to them. */
  readonly outOfSample?: Scores;
  /** Of the runs given to be predicted. */
  readonly held?: Scores;
}

export interface LawReport {
  readonly law: string;
  readonly equation: string;
  readonly groups: readonly string[];
  readonly runs: number;
  readonly seed: number;
  readonly objective: 'least squares' | 'huber';
  readonly delta: number | null;
  readonly fits: readonly TargetReport[];
  /** Losses of each run as predicted by the law fitted to the other folds, runs x targets; absent as `outOfSample`. */
  readonly heldOut?: Matrix;
  /** Targets x groups, positive entries lower the loss; absent where the law has no such matrix. */
  readonly A?: Matrix;
  readonly optimum: Optimum & { readonly uncertainty?: Uncertainty['optimum'] & { readonly resamples: number } };
  /** The run with the lowest mean loss, to compare the optimum with. */
  readonly bestRun: {
    readonly run: number;
    readonly proportions: readonly number[];
    readonly losses: Losses;
    readonly mean: number;
  };
  readonly sweep: SweepStatistics;
  readonly warnings: readonly string[];
}

/**
 * Fits, validates, finds the optimum and how far it can be trusted. The same table, options and seed give the same
 * numbers.
 *
 * @throws Refusal `law_not_identifiable`
 */
export function reportLaw(law: Law, table: LawTable, options: LawReportOptions = {}): LawReport {
  const { seed = 0, folds = 5, resamples = 200, held } = options;
  const fit = (label: string): LawOptions => ({ ...options.fit, random: randomFor(seed, `law ${label}`) });
  const fitted = fitLaw(law, table, fit('fit'));
  const optimum = optimumOf(fitted, options.optimum);
  const outOfSample =
    folds > 0
      ? crossValidated(law, table, folds, randomFor(seed, 'law folds'), {
          ...fit('validation'),
          starts: Math.min(16, options.fit?.starts ?? 16),
        })
      : null;
  const uncertainty = uncertaintyOf(fitted, table, {
    resamples,
    random: randomFor(seed, 'law bootstrap'),
    fit: fit('bootstrap'),
    ...(options.optimum && { optimum: options.optimum }),
  });
  const heldScores = held && scoresOn(fitted, held);
  const delta = options.fit?.delta ?? Infinity;
  const rows = fitted.fits.map(({ parameters }) => parameters['A']);
  return {
    law: law.id,
    equation: law.equation,
    groups: table.groups,
    runs: table.proportions.length,
    seed,
    objective: delta < Infinity ? 'huber' : 'least squares',
    delta: delta < Infinity ? delta : null,
    fits: fitted.fits.map(({ group, parameters, scores, lossScores, meanHuber }, i) => ({
      group,
      parameters,
      ...scores,
      lossR2: lossScores.r2,
      meanHuber,
      ...(uncertainty && { intervals: uncertainty.parameters[i]! }),
      ...(outOfSample && { outOfSample: outOfSample.scores[i]! }),
      ...(heldScores && { held: heldScores[i]! }),
    })),
    ...(outOfSample && { heldOut: outOfSample.predicted }),
    ...(rows.every((row) => typeof row === 'object') && { A: rows }),
    optimum: {
      ...optimum,
      ...(uncertainty && { uncertainty: { ...uncertainty.optimum, resamples: uncertainty.resamples } }),
    },
    bestRun: bestRunOf(table),
    sweep: sweepStatistics(table.proportions),
    warnings: lawWarnings(fitted, table, optimum),
  };
}

function bestRunOf({ proportions, losses }: LawTable): LawReport['bestRun'] {
  const means = losses.map((row) => row.reduce((a, b) => a + b, 0) / row.length);
  const run = means.indexOf(Math.min(...means));
  return { run, proportions: proportions[run]!, losses: losses[run]!, mean: means[run]! };
}

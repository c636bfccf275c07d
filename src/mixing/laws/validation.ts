/** How well a law predicts runs that it was not fitted to (spec 4.3). */
import { transposed } from '#base/linear-algebra';
import type { Random } from '#base/random';
import type { Matrix } from '../method.ts';
import { fitLaw, lossesOf, responsesOf, type FittedLaw, type LawOptions, type LawTable } from './fit.ts';
import type { Law } from './law.ts';
import { scoresOf, type Scores } from './scores.ts';

/** How runs are predicted by laws that were not fitted to them. */
export interface CrossValidation {
  /** Of all predictions together, one entry per target. */
  readonly scores: readonly Scores[];
  /** Losses of each run as predicted from the other folds, runs x targets. */
  readonly predicted: Matrix;
}

/**
 * Held-out predictions: the runs are dealt into folds, each fold is predicted by the law fitted to the others, and all
 * predictions are judged together.
 *
 * @param folds  at least 2
 * @param random deals the runs
 * @returns      null when a fold would leave fewer runs than the law has free numbers
 */
export function crossValidated(
  law: Law,
  table: LawTable,
  folds: number,
  random: Random,
  options: LawOptions = {},
): CrossValidation | null {
  const runs = table.proportions.length;
  const parts = Math.min(folds, runs);
  if (parts < 2 || runs - Math.ceil(runs / parts) < law.freeNumbers(table.groups.length)) return null;
  const order = random.shuffled(table.proportions.map((_row, n) => n));
  const foldOf = table.proportions.map((_row, n) => order.indexOf(n) % parts);
  const predicted = table.targets.map(() => Array<number>(runs).fill(NaN));
  for (let fold = 0; fold < parts; fold++) {
    const fitted = fitLaw(
      law,
      rowsOf(table, (n) => foldOf[n] !== fold),
      options,
    );
    fitted.targets.forEach((target, i) =>
      foldOf.forEach((own, n) => {
        if (own === fold) predicted[i]![n] = law.predict(fitted.fits[i]!.parameters, table.proportions[n]!, target);
      }),
    );
  }
  const runsOf = table.targets.map((_target, i) => targetRuns(table, i));
  return {
    scores: runsOf.map((of, i) => scoresOf(responsesOf(law, of), predicted[i]!)),
    predicted: transposed(runsOf.map((of, i) => lossesOf(law, predicted[i]!, of))),
  };
}

/** Scores of the losses of given runs under a law fitted elsewhere, one entry per target. */
export function scoresOn({ law, targets, fits }: FittedLaw, held: LawTable): Scores[] {
  return targets.map((target, i) => {
    const predicted = held.proportions.map((p) => law.predict(fits[i]!.parameters, p, target));
    const runs = targetRuns(held, i);
    return scoresOf(runs.losses, lossesOf(law, predicted, runs));
  });
}

/** The runs of a table that `keeps` says yes to. */
export function rowsOf(table: LawTable, keeps: (n: number) => boolean): LawTable {
  const kept = (rows: LawTable['losses']) => rows.filter((_row, n) => keeps(n));
  return {
    ...table,
    proportions: kept(table.proportions),
    losses: kept(table.losses),
    ...(table.starts && { starts: kept(table.starts) }),
  };
}

function targetRuns({ proportions, losses, starts }: LawTable, i: number) {
  return {
    proportions,
    losses: losses.map((row) => row[i]!),
    ...(starts && { starts: starts.map((row) => row[i]!) }),
  };
}

/** What a reader of a fitted law should know before trusting it (spec 2.5, edge cases). */
import { distanceToHull } from '#base/nonnegative-least-squares';
import { leastSquares } from '#base/least-squares';
import type { FittedLaw, LawTable } from './fit.ts';
import type { Optimum } from './optimum.ts';

/** Sentences, each about one thing; none when all is well. */
export function lawWarnings(fitted: FittedLaw, table: LawTable, optimum: Optimum): string[] {
  return [
    ...aboutRuns(fitted, table),
    ...fitted.fits.flatMap(({ group, parameters, scores }, i) => {
      const lowest = Math.min(...table.losses.map((row) => row[i]!));
      const floor = parameters['g'] === undefined ? undefined : parameters['c'];
      if (scores.r2 === null) return [`${group}: its loss does not vary over the runs, so R² is undefined.`];
      if (typeof floor !== 'number') return [];
      if (floor > lowest)
        return [
          `${group}: the floor c ${show(floor)} lies above the lowest observed loss ${show(lowest)}; the law misses its best runs.`,
        ];
      return floor === 0
        ? [`${group}: the floor c is at its bound 0; only predictions mean anything, not c and t.`]
        : [];
    }),
    ...aboutOptimum(fitted, table, optimum),
  ];
}

function aboutRuns({ law }: FittedLaw, { groups, proportions }: LawTable): string[] {
  const runs = proportions.length;
  const needed = law.freeNumbers(groups.length);
  const { rank } = leastSquares(
    proportions,
    proportions.map(() => 0),
  );
  return [
    ...(rank < groups.length
      ? [`The mixtures vary along only ${rank - 1} of ${groups.length - 1} directions: some parameters are arbitrary.`]
      : []),
    ...(runs < 2 * needed
      ? [`${runs} runs for ${needed} free numbers per group; ${2 * needed} or more are advisable.`]
      : []),
  ];
}

function aboutOptimum({ groups }: FittedLaw, { proportions: runs }: LawTable, optimum: Optimum): string[] {
  const { proportions: p, hasConverged } = optimum;
  const empty = groups.filter((_group, j) => p[j]! === 0);
  const distance = distanceToHull(runs, p);
  return [
    ...(p.includes(1) ? [`The optimum is a vertex: everything on ${groups[p.indexOf(1)]!}.`] : []),
    ...(empty.length > 0 && !p.includes(1) ? [`The optimum leaves out ${empty.join(', ')}.`] : []),
    ...(distance > 1e-3
      ? [
          `The optimum lies outside the mixtures that were run (${distance.toFixed(3)} from their hull): it is an extrapolation.`,
        ]
      : []),
    ...(hasConverged ? [] : ['The search for the optimum ended before it converged.']),
  ];
}

function show(loss: number): string {
  return loss.toFixed(4);
}

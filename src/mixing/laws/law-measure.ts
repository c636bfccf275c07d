/** What the entries of a method's law measure. */
import type { LawEstimate } from './folded-law.ts';
import { withoutUnestimated } from './folded-law.ts';
import type { Matrix, Method } from '../method.ts';
import { methods } from '../methods/index.ts';

/** In words, where they are not losses over known steps; null for a method that says nothing. */
export function lawUnitOf(method: string): string | null {
  const id = method.split('+')[0];
  return (methods as readonly Method[]).find((one) => one.id === id)?.lawUnit ?? null;
}

/** Rounds of one run in one form, with NaN where the method estimates nothing. */
export function estimatesIn(
  rounds: readonly {
    readonly round: number;
    readonly step: number;
    readonly raw: Matrix;
    readonly normalised: Matrix;
  }[],
  form: 'raw' | 'normalised',
): readonly LawEstimate[] {
  const raw = withoutUnestimated(rounds.map(({ round, step, raw: matrix }) => ({ round, step, matrix })));
  if (form === 'raw') return raw;
  return raw.map((estimate, n) => ({
    ...estimate,
    matrix: estimate.matrix.map((row, i) =>
      row.map((entry, j) => (Number.isNaN(entry) ? NaN : rounds[n]!.normalised[i]![j]!)),
    ),
  }));
}

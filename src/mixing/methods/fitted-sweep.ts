/** A mixing law fitted to a sweep, and what a method that uses one notes of it. */
import { mean } from '#base/statistics';
import { Diverged } from '../diverged.ts';
import { fitLaw, predictLosses, type FittedLaw, type LawOptions, type LawTable } from '../laws/fit.ts';
import type { Law } from '../laws/law.ts';
import type { Optimum } from '../laws/optimum.ts';
import { lawWarnings } from '../laws/warnings.ts';
import { note, type Asks, type Proportions, type Setting } from '../method.ts';
import type { Swept } from './sweep.ts';

export interface FittedSweep {
  readonly table: LawTable;
  readonly fitted: FittedLaw;
}

/** @throws Diverged when too few runs ended with losses to tell the law's numbers */
export function fitSweep(law: Law, setting: Setting, swept: readonly Swept[], options: LawOptions): FittedSweep {
  const names = setting.groups.map((group) => group.name);
  const needed = law.freeNumbers(names.length);
  if (swept.length < needed)
    throw new Diverged(`${swept.length} runs of the sweep ended with losses, and the law needs ${needed}.`, 0);
  const table: LawTable = {
    groups: names,
    targets: names,
    proportions: swept.map(({ p }) => p),
    losses: swept.map(({ losses }) => losses),
  };
  return { table, fitted: fitLaw(law, table, options) };
}

/** Notes with round 0: 'A' (gauge b = 1), 'c', 'r2', 'mse', 'predicted' losses at the optimum, and warnings. */
export function* noteLaw({ table, fitted }: FittedSweep, optimum: Optimum): Asks<void> {
  const p = optimum.proportions;
  yield* note(
    'A',
    0,
    fitted.fits.map((_fit, i) => effectsOf(fitted, i, p)),
  );
  yield* note(
    'r2',
    0,
    fitted.fits.map(({ lossScores }) => lossScores.r2 ?? 0),
  ); // 0: nothing to explain
  yield* note('mse', 0, mean(fitted.fits.map(({ lossScores }) => lossScores.mse)));
  yield* note('predicted', 0, predictLosses(fitted, p));
  for (const warning of lawWarnings(fitted, table, optimum)) yield* note('warning', 0, warning);
}

/** Row of A: minus the slopes of the exponent, or of the loss itself for a law without one. */
function effectsOf({ law, targets, fits }: FittedLaw, i: number, p: Proportions): number[] {
  const { parameters } = fits[i]!;
  const floor = parameters['c'];
  const height = typeof floor === 'number' ? law.predict(parameters, p, targets[i]!) - floor : 1;
  return law.gradient(parameters, p, targets[i]!).map((slope) => (height > 0 ? -slope / height : 0));
}

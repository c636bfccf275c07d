/**
 * How far parameters and optimum can be trusted: a residual bootstrap. The mixtures of a sweep are chosen, not drawn,
 * so they stay; the residuals are drawn again, and everything is fitted again.
 */
import type { Random } from '#base/random';
import { mean } from '#base/statistics';
import type { Proportions } from '../method.ts';
import { fitOptions, type FittedLaw, type LawOptions, type LawTable } from './fit.ts';
import type { LawParameters } from './law.ts';
import { optimumOf, type OptimumOptions } from './optimum.ts';

/** The middle 95 % of a number over resamples. */
export type Interval = readonly [low: number, high: number];

export interface Uncertainty {
  readonly resamples: number;
  /** One entry per target, in the shape of its parameters. */
  readonly parameters: readonly Readonly<Record<string, Interval | readonly Interval[]>>[];
  readonly optimum: {
    /** One per group. */
    readonly proportions: readonly Interval[];
    readonly mean: Interval;
    /** Mean over resamples of the L1 distance from the optimum that was found. */
    readonly meanDistance: number;
  };
}

/**
 * @param random draws the residuals
 * @returns      null when no residual is left to draw: as many free numbers as runs
 */
export function uncertaintyOf(
  fitted: FittedLaw,
  table: LawTable,
  {
    resamples,
    random,
    fit,
    optimum,
  }: { resamples: number; random: Random; fit?: LawOptions; optimum?: OptimumOptions },
): Uncertainty | null {
  const { law, targets, fits } = fitted;
  const runs = table.proportions.length;
  const free = law.freeNumbers(table.groups.length);
  if (runs <= free || resamples < 2) return null;
  const options = fitOptions(fit);
  const predicted = targets.map((target, i) =>
    table.proportions.map((p) => law.predict(fits[i]!.parameters, p, target)),
  );
  // Fitting eats part of the noise; this gives it back.
  const residuals = predicted.map((row, i) =>
    inflated(
      row.map((y, n) => responseAt(table, fitted, i, n) - y),
      free,
    ),
  );
  const found = optimumOf(fitted, optimum);
  const draws = Array.from({ length: resamples }, () => {
    const refitted = targets.map((target, i) => {
      const responses = predicted[i]!.map((y) => y + residuals[i]![random.below(runs)]!);
      const { parameters } = fits[i]!;
      return law.fit(table.proportions, responses, target, { ...options, from: parameters });
    });
    const solved = { ...fitted, fits: refitted.map((parameters, i) => ({ group: targets[i]!.name, parameters })) };
    return { parameters: refitted, optimum: optimumOf(solved, optimum) };
  });
  return {
    resamples,
    parameters: fits.map(({ parameters }, i) =>
      intervalsOf(
        parameters,
        draws.map((draw) => draw.parameters[i]!),
      ),
    ),
    optimum: {
      proportions: found.proportions.map((_share, j) => intervalOf(draws.map((draw) => draw.optimum.proportions[j]!))),
      mean: intervalOf(draws.map((draw) => draw.optimum.mean)),
      meanDistance: mean(draws.map((draw) => distance(draw.optimum.proportions, found.proportions))),
    },
  };
}

function responseAt(table: LawTable, { law }: FittedLaw, i: number, n: number): number {
  return law.response.of(table.losses[n]![i]!, table.starts?.[n]![i] ?? 0);
}

function inflated(residuals: readonly number[], free: number): number[] {
  const n = residuals.length;
  const centre = mean(residuals);
  return residuals.map((residual) => (residual - centre) * Math.sqrt(n / (n - free)));
}

function intervalsOf(shape: LawParameters, draws: readonly LawParameters[]): Record<string, Interval | Interval[]> {
  return Object.fromEntries(
    Object.entries(shape).map(([name, value]) => [
      name,
      typeof value === 'number'
        ? intervalOf(draws.map((draw) => draw[name] as number))
        : value.map((_entry, j) => intervalOf(draws.map((draw) => (draw[name] as readonly number[])[j]!))),
    ]),
  );
}

/** 2.5th and 97.5th percentile, interpolated. */
function intervalOf(values: readonly number[]): Interval {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)]!;
    const above = sorted[Math.ceil(place)]!;
    return below === above ? below : below + (above - below) * (place % 1);
  };
  return [at(0.025), at(0.975)];
}

function distance(p: Proportions, q: Proportions): number {
  return p.reduce((sum, share, j) => sum + Math.abs(share - q[j]!), 0);
}

/** A fitted law as the screen shows it: points of its predictions, what it predicts anywhere, and its parameters. */
import { formatNumber, formatShare } from '#base/format';
import type { ExperimentLaw } from '#contract/api';
import type { ScatterPoint } from '#charts/scatter';
import type { Look } from '#charts/series';
import { lawFrom, predictLosses } from '#mixing/laws/fit';
import { lawById, laws } from '#mixing/laws/index';

/** Laws of the loss itself; the others need losses before training. */
export const staticLaws = laws.filter((law) => law.kind === 'static');

/** Which predictions are drawn: of runs that were fitted, of runs that were left out, or both. */
export type Predictions = 'seen' | 'held' | 'both';

/**
 * Predicted against measured losses: a dot for each run and group as fitted, a ring as predicted from the other folds.
 */
export function predictionPoints(
  { report, rows }: ExperimentLaw,
  lookOf: (group: string) => Look,
  which: Predictions,
): readonly ScatterPoint[] {
  const { groups, heldOut } = report;
  return rows.flatMap((row, n) =>
    groups.flatMap((group, i) => {
      const point = (predicted: number, isHeld: boolean): ScatterPoint => ({
        id: `${String(n)} ${group} ${isHeld ? 'held' : 'seen'}`,
        x: predicted,
        y: row.losses[i] ?? NaN,
        colour: lookOf(group).colour,
        isHeld,
        label:
          `${group}: predicted ${formatNumber(predicted, 3)}, measured ${formatNumber(row.losses[i] ?? NaN, 3)}` +
          `${isHeld ? ', left out of the fit' : ''}. At ${mixtureOf(groups, row.proportions)}.`,
      });
      const held = heldOut?.[n]?.[i];
      return [
        ...(which !== 'held' ? [point(row.predicted[i] ?? NaN, false)] : []),
        ...(which !== 'seen' && held !== undefined ? [point(held, true)] : []),
      ];
    }),
  );
}

/** The same points with measured minus predicted up the side. */
export function residualPoints(points: readonly ScatterPoint[]): readonly ScatterPoint[] {
  return points.map((point) => ({ ...point, y: point.y - point.x }));
}

/** "law 30.0 %, code 70.0 %"; groups without a share are left out. */
function mixtureOf(groups: readonly string[], proportions: readonly number[]): string {
  return groups
    .flatMap((group, i) => ((proportions[i] ?? 0) > 0 ? [`${group} ${formatShare(proportions[i] ?? 0)} %`] : []))
    .join(', ');
}

/** Losses that the law predicts at any proportions. */
export function predictorOf({ report }: ExperimentLaw): (proportions: readonly number[]) => readonly number[] {
  const solved = lawFrom(
    lawById(report.law),
    report.groups,
    report.fits.map(({ parameters }) => parameters),
  );
  return (proportions) => predictLosses(solved, proportions);
}

export interface ParameterColumn {
  /** "c", or "t of law" for an entry of a list. */
  readonly title: string;
  /** One per target; the interval is null when none was computed. */
  readonly cells: readonly { readonly value: number; readonly interval: readonly [number, number] | null }[];
}

/**
 * Parameters as columns; a list has one for each group trained on that it speaks of. A is left out where t says the same
 * with the other sign, and so are intervals of what is not fitted.
 */
export function parameterColumns({ report }: ExperimentLaw): readonly ParameterColumn[] {
  const { groups, fits } = report;
  const [first] = fits;
  if (!first) return [];
  const names = Object.entries(first.parameters).filter(([name]) => name !== 'A' || !('t' in first.parameters));
  return names.flatMap(([name, sample]): ParameterColumn[] => {
    const cell = (target: number, entry: number | null): ParameterColumn['cells'][number] => {
      const [value, intervals] = [fits[target]?.parameters[name], fits[target]?.intervals?.[name]];
      const interval = (entry === null ? intervals : intervals?.[entry]) as readonly [number, number] | undefined;
      return {
        value: (typeof value === 'number' ? value : value?.[entry ?? 0]) ?? NaN,
        interval: interval !== undefined && interval[1] > interval[0] ? interval : null,
      };
    };
    if (typeof sample === 'number') return [{ title: name, cells: fits.map((_fit, target) => cell(target, null)) }];
    const isPerGroup = sample.length > 1;
    return sample.map((_entry, entry) => ({
      title: isPerGroup ? `${name} of ${groups[entry] ?? String(entry)}` : name,
      cells: fits.map((_fit, target) => cell(target, entry)),
    }));
  });
}

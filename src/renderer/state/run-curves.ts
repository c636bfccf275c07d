/** Lines of a run's losses, and their mean over the seeds of its method. */
import type { Band, Line, Look } from '#charts/laws';
import type { RunCurve, RunSeries } from '#contract/api';
import { foldedOver } from './race.ts';

export type WhichLosses = 'validation' | 'train' | 'both';

/** What each choice shows, in a sentence. */
export const lossWords: Readonly<Record<WhichLosses, string>> = {
  validation: 'Loss on held-out text of each group. Lower is better.',
  train: 'Loss of each group in the batches it was part of; it jumps from batch to batch.',
  both: 'Held-out loss as lines, loss of the batches behind them.',
};

/** A line for each group. */
export function lossLines(series: RunSeries, groups: readonly Look[], which: WhichLosses): readonly Line[] {
  const validation = groups.map((look, index): Line => ({
    ...look,
    id: `validation ${look.name}`,
    points: series.validation.map(({ step, losses }) => ({ step, value: losses[index] ?? null })),
  }));
  if (which === 'validation') return validation;
  const train = groups.map((look, index): Line => ({
    ...look,
    id: `train ${look.name}`,
    points: series.train.map(({ step, groupLosses, means }) => ({
      step,
      value: groupLosses[index] ?? null,
      ...(means && { mean: means[index] ?? null }),
    })),
  }));
  return which === 'train' ? train : [...train.map((line) => ({ ...line, isFaint: true })), ...validation];
}

/** For each group the mean over seeds, with a band from the least to the largest. */
export function lossBands(
  curves: readonly RunCurve[],
  groups: readonly Look[],
): { readonly lines: readonly Line[]; readonly bands: readonly Band[] } {
  const folded = groups.map((look, index) => ({
    look,
    points: foldedOver(curves, (losses) => losses[index] ?? NaN),
  }));
  return {
    lines: folded.map(({ look, points }) => ({
      ...look,
      id: `mean ${look.name}`,
      points: points.map(({ step, mean }) => ({ step, value: mean })),
    })),
    bands: folded.map(({ look, points }) => ({ id: `band ${look.name}`, colour: look.colour, points })),
  };
}

/** The steps that a chart is zoomed into, in more detail than the whole run has. */
import type { RunSeries } from '#contract/api';

/** Steps from one to another. */
export type Stretch = readonly [from: number, to: number];

/** Whether there is more to see in these steps than the series holds. @param columns points that a chart can show */
export function hidesSteps({ train }: RunSeries, [from, to]: Stretch, columns: number): boolean {
  const points = train.filter(({ step }) => step >= from && step <= to).length;
  const last = train.at(-1)?.step ?? 0;
  return points < Math.min(columns, Math.floor(Math.min(to, last)) - Math.ceil(from) + 1);
}

/** The series with the losses of the close-up in place of its own. */
export function withCloseUp(series: RunSeries, closeUp: RunSeries['train']): RunSeries {
  const [first, last] = [closeUp[0], closeUp.at(-1)];
  if (!first || !last) return series;
  return {
    ...series,
    train: [
      ...series.train.filter(({ step }) => step < first.step),
      ...closeUp,
      ...series.train.filter(({ step }) => step > last.step),
    ],
  };
}

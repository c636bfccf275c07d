/** Curves of runs as charts read them: in full, or summed up to what a screen can show. */
import type { ExperimentId, RunCurve, RunSeries } from '#contract/api';
import type { Store } from './store/index.ts';
import { storedSpans, type StepRange } from './store/step-metrics.ts';
import type { StepSums } from './store/step-sums.ts';
import type { StoredRun } from './store/runs.ts';

type TrainPoint = RunSeries['train'][number];

/**
 * Everything after a step. Stretches that only measure are left out: the chart shows the mixture that the run is meant to
 * have.
 *
 * @param columns spans that the training loss is summed up in, when each would hold more than four steps
 */
export function seriesOf(store: Store, run: StoredRun, afterStep: number, columns?: number): RunSeries {
  const from = afterStep > 0 ? afterStep : -1; // the evaluation before the first step stands at 0
  const span = columns === undefined ? 1 : spanFor(run.steps, columns);
  const trainFrom = Math.floor(Math.max(0, from) / span) * span;
  return {
    run: run.id,
    groups: run.spec.groups.map(({ name }) => name),
    train: trainPoints(store, run, { from: trainFrom + 1, to: Math.max(run.step, run.steps) }, span),
    trainFrom,
    validation: store.evaluations.after(run.id, 'val', from).map(({ step, losses }) => ({ step, losses })),
    proportions: store.stretches
      .after(run.id, from)
      .filter(({ isMeasuring }) => !isMeasuring)
      .map(({ step, asked, counts }) => ({ step, asked, drawn: sharesOf(counts) })),
  };
}

/** Training losses of some steps of a run, in about so many spans: more of them than the whole run shows there. */
export function closeUpOf(store: Store, run: StoredRun, range: StepRange, columns: number): readonly TrainPoint[] {
  const from = Math.max(1, Math.floor(range.from));
  const to = Math.min(run.steps, Math.ceil(range.to));
  return trainPoints(store, run, { from, to }, spanFor(to - from + 1, columns));
}

/** Validation losses of all runs of an experiment. */
export function curvesOf(store: Store, experiment: ExperimentId): readonly RunCurve[] {
  return store.runs.summaries(experiment).map(({ id, method, label, seed, state, steps }) => ({
    run: id,
    method,
    label,
    seed,
    state,
    steps,
    points: store.evaluations.losses(id, 'val'),
  }));
}

/** Steps of a span, so that about so many hold `steps` of them; 1 where summing up would save little. */
function spanFor(steps: number, columns: number): number {
  const span = Math.floor(steps / Math.max(1, columns));
  if (span <= 4) return 1;
  const stored = storedSpans.find((one) => one <= span) ?? 1; // spans made of stored ones are read quickly
  return Math.floor(span / stored) * stored;
}

function trainPoints(store: Store, run: StoredRun, range: StepRange, span: number): readonly TrainPoint[] {
  if (span > 1) return extremesOf(store.stepMetrics.sums(run.id, run.spec.groups.length, range, span));
  return store.stepMetrics.within(run.id, range).map(({ step, loss, groupLosses }) => ({ step, loss, groupLosses }));
}

/**
 * Two points for each span of steps: at its first step the least values, at its last the largest. So no spike is lost, and
 * a line through them covers what the full one would. Their mean stands beside them, for smoothing.
 */
function extremesOf({ firsts, lasts, low, high, mean }: StepSums): readonly TrainPoint[] {
  const columns = low.length / firsts.length;
  const ofGroups = (values: Float64Array, span: number): readonly (number | null)[] =>
    Array.from({ length: columns - 1 }, (_, group) => {
      const value = values[(1 + group) * firsts.length + span]!;
      return Number.isNaN(value) ? null : value;
    });
  const at = (values: Float64Array, span: number, step: number): TrainPoint => ({
    step,
    loss: values[span]!,
    groupLosses: ofGroups(values, span),
  });
  return [...firsts].flatMap((first, span) => {
    const last = lasts[span]!;
    if (first === 0) return [];
    if (first === last) return [at(low, span, first)];
    const means = ofGroups(mean, span);
    return [
      { ...at(low, span, first), means },
      { ...at(high, span, last), means },
    ];
  });
}

function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total > 0 ? count / total : 0));
}

/** Curves of runs as charts read them: in full, or summed up to what a screen can show. */
import type { ExperimentId, RunCurve, RunSeries } from '#contract/api';
import type { StepRecord } from '#contract/trainer';
import type { Store } from './store/index.ts';
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
  const span = columns === undefined ? 1 : Math.floor(run.steps / Math.max(1, columns));
  const isSummedUp = span > 4;
  const trainFrom = isSummedUp ? Math.floor(Math.max(0, from) / span) * span : from;
  const steps = store.stepMetrics.after(run.id, trainFrom);
  return {
    run: run.id,
    groups: run.spec.groups.map(({ name }) => name),
    train: isSummedUp
      ? summedUp(steps, span)
      : steps.map(({ step, loss, groupLosses }) => ({ step, loss, groupLosses })),
    trainFrom: Math.max(0, trainFrom),
    validation: store.evaluations.after(run.id, 'val', from).map(({ step, losses }) => ({ step, losses })),
    proportions: store.stretches
      .after(run.id, from)
      .filter(({ isMeasuring }) => !isMeasuring)
      .map(({ step, asked, counts }) => ({ step, asked, drawn: sharesOf(counts) })),
  };
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
    points: store.evaluations.after(id, 'val', -1).map(({ step, losses }) => ({ step, losses })),
  }));
}

/**
 * Two points for each span of steps: at its first step the least values, at its last the largest. So no spike is lost, and
 * a line through them covers what the full one would.
 */
function summedUp(steps: readonly StepRecord[], span: number): readonly TrainPoint[] {
  const spans = Map.groupBy(steps, ({ step }) => Math.floor((step - 1) / span));
  return [...spans.values()].flatMap((inside): readonly TrainPoint[] => {
    if (inside.length < 3) return inside.map(({ step, loss, groupLosses }) => ({ step, loss, groupLosses }));
    return [
      { step: inside[0]!.step, ...extreme(inside, (a, b) => a < b) },
      { step: inside.at(-1)!.step, ...extreme(inside, (a, b) => a > b) },
    ];
  });
}

function extreme(steps: readonly StepRecord[], isBetter: (a: number, b: number) => boolean): Omit<TrainPoint, 'step'> {
  let { loss } = steps[0]!;
  const groupLosses = [...steps[0]!.groupLosses];
  for (const one of steps) {
    if (isBetter(one.loss, loss)) loss = one.loss;
    one.groupLosses.forEach((value, i) => {
      const best = groupLosses[i] ?? null;
      if (value !== null && (best === null || isBetter(value, best))) groupLosses[i] = value;
    });
  }
  return { loss, groupLosses };
}

function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total > 0 ? count / total : 0));
}

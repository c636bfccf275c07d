/** What runs have to show: their series, notes, laws and trajectories. */
import type { EngineApi, ExperimentId, LawSeries, RunId, RunSeries } from '#contract/api';
import type { Trajectory } from '#mixing/comparison';
import type { Matrix, NoteValue } from '#mixing/method';
import { trajectoryOf } from '#mixing/simulate';
import { unknownExperiment } from './experiments/experiments.ts';
import { unknownRun, type Queue } from './running/queue.ts';
import { promised } from './promised.ts';
import type { Store } from './store/index.ts';
import type { StoredRun } from './store/runs.ts';

type ResultCalls = Pick<EngineApi, 'listRuns' | 'run' | 'runSeries' | 'runNotes' | 'trajectory' | 'laws' | 'law'>;

export function openResults(store: Store, withTime: Queue['withTime']): ResultCalls {
  const known = (id: RunId): StoredRun => {
    const run = store.runs.get(id);
    if (!run) throw unknownRun(id);
    return run;
  };
  return {
    listRuns: (experiment) => promised(() => store.runs.summaries(experiment).map(withTime)),
    run: (id) =>
      promised(() => {
        const summary = store.runs.summary(id);
        if (!summary) throw unknownRun(id);
        return withTime(summary);
      }),
    runSeries: (id, afterStep) => promised(() => seriesOf(store, known(id), afterStep)),
    runNotes: (id) => promised(() => store.notes.of(known(id).id)),
    trajectory: (id) => promised(() => trajectoryOfRun(store, known(id))),
    laws: (experiment) =>
      promised(() =>
        placesOf(store, experiment).flatMap(({ run }) => {
          const law = lawOf(store, known(run));
          return law.rounds.length > 0 ? [law] : [];
        }),
      ),
    law: (id) => promised(() => lawOf(store, known(id))),
  };
}

/** Stretches that only measure are left out: the chart shows the mixture that the run is meant to have. */
function seriesOf(store: Store, run: StoredRun, afterStep: number): RunSeries {
  const from = afterStep > 0 ? afterStep : -1; // the evaluation before the first step stands at 0
  return {
    run: run.id,
    groups: run.spec.groups.map(({ name }) => name),
    train: store.stepMetrics.after(run.id, from).map(({ step, loss, groupLosses }) => ({ step, loss, groupLosses })),
    validation: store.evaluations.after(run.id, 'val', from).map(({ step, losses }) => ({ step, losses })),
    proportions: store.stretches
      .after(run.id, from)
      .filter(({ isMeasuring }) => !isMeasuring)
      .map(({ step, asked, counts }) => ({ step, asked, drawn: sharesOf(counts) })),
  };
}

function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total > 0 ? count / total : 0));
}

/** Proportions that a run asked for, from each step on. */
export function trajectoryOfRun(store: Store, run: StoredRun): Trajectory {
  const entries = store.transcripts.of(run.id);
  const subject = entries
    .filter(({ ask }) => ask.ask === 'create')
    .findIndex(({ ask }) => 'role' in ask && ask.role === 'subject');
  return {
    run: run.id,
    method: run.method,
    seed: run.seed,
    groups: run.spec.groups.map(({ name }) => name),
    points: trajectoryOf(entries, subject),
  };
}

/** Rounds in which the method noted the law `A`; empty for methods that estimate none. */
export function lawOf(store: Store, run: StoredRun): LawSeries {
  const notes = store.notes.of(run.id);
  const noted = (name: string, round: number): NoteValue | undefined =>
    notes.find((note) => note.name === name && note.round === round)?.value;
  return {
    run: run.id,
    method: run.method,
    seed: run.seed,
    groups: run.spec.groups.map(({ name }) => name),
    rounds: notes
      .filter(({ name }) => name === 'A')
      .map(({ round, step, value }) => ({
        round,
        step,
        raw: value as Matrix,
        normalised: (noted('Abar', round) ?? value) as Matrix,
        proportions: (noted('p', round) ?? []) as readonly number[],
      })),
  };
}

function placesOf(store: Store, experiment: ExperimentId) {
  if (!store.experiments.get(experiment)) throw unknownExperiment(experiment);
  return store.experiments.places(experiment);
}

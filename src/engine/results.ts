/** What runs have to show: their series, notes, laws and trajectories. */
import type { EngineApi, ExperimentId, LawSeries, RunId } from '#contract/api';
import type { Trajectory } from '#mixing/comparison';
import { originOf } from '#mixing/laws/law-origin';
import type { Matrix, NoteValue } from '#mixing/method';
import { trajectoryOf } from '#mixing/simulate';
import { unknownExperiment } from './experiments/experiments.ts';
import type { Queue } from './running/queue.ts';
import { unknownRun } from './running/queue-refusals.ts';
import { closeUpOf, curvesOf, seriesOf } from './series.ts';
import { drawLaw } from './laws/law-picture.ts';
import { promised } from './promised.ts';
import type { Store } from './store/index.ts';
import type { StoredRun } from './store/runs.ts';

type ResultCalls = Pick<
  EngineApi,
  | 'listRuns'
  | 'run'
  | 'runSeries'
  | 'runCloseUp'
  | 'runCurves'
  | 'runNotes'
  | 'trajectory'
  | 'laws'
  | 'law'
  | 'lawPicture'
>;

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
    runSeries: (id, afterStep, columns) => promised(() => seriesOf(store, known(id), afterStep, columns)),
    runCloseUp: (id, from, to, columns) => promised(() => closeUpOf(store, known(id), { from, to }, columns)),
    runCurves: (id) =>
      promised(() => {
        placesOf(store, id);
        return curvesOf(store, id);
      }),
    runNotes: (id) => promised(() => store.notes.of(known(id).id)),
    trajectory: (id) => promised(() => trajectoryOfRun(store, known(id))),
    laws: (experiment, seen = {}) =>
      promised(() =>
        placesOf(store, experiment).flatMap(({ run }) => {
          const law = lawOf(store, known(run), seen[run]);
          return law.rounds.length > 0 || run in seen ? [law] : [];
        }),
      ),
    law: (id) => promised(() => lawOf(store, known(id))),
    lawPicture: (id, choice) => promised(() => drawLaw(lawOf(store, known(id)), known(id).label, choice)),
  };
}

/** Proportions that a run asked for, from each step on. */
function trajectoryOfRun(store: Store, run: StoredRun): Trajectory {
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
export function lawOf(store: Store, run: StoredRun, afterRound?: number): LawSeries {
  const notes = store.notes.of(run.id, afterRound);
  const noted = (name: string, round: number): NoteValue | undefined =>
    notes.find((note) => note.name === name && note.round === round)?.value;
  return {
    run: run.id,
    method: run.method,
    seed: run.seed,
    groups: run.spec.groups.map(({ name }) => name),
    ...originOf(run.method, (name) => store.notes.last(run.id, name)),
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

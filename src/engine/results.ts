/** What runs have to show: their series, notes, laws and trajectories, and experiments as comparisons. */
import type { EngineApi, ExperimentId, LawSeries, RunId, RunSeries } from '#contract/api';
import type { Experiment } from '#contract/experiment';
import { compare, type Comparison, type RunResult, type Trajectory } from '#mixing/comparison';
import { idOf, labelsOf } from '#mixing/compose';
import type { Matrix, NoteValue } from '#mixing/method';
import { trajectoryOf } from '#mixing/simulate';
import { writeTable } from '#report/formats/index';
import { unknownExperiment } from './experiments/experiments.ts';
import { unknownRun, type Queue } from './running/queue.ts';
import { promised } from './promised.ts';
import type { Store } from './store/index.ts';
import type { StoredRun } from './store/runs.ts';

type ResultCalls = Pick<
  EngineApi,
  'listRuns' | 'run' | 'runSeries' | 'runNotes' | 'comparison' | 'comparisonTable' | 'trajectory' | 'laws' | 'law'
>;

export function openResults(store: Store, withTime: Queue['withTime']): ResultCalls {
  const known = (id: RunId): StoredRun => {
    const run = store.runs.get(id);
    if (!run) throw unknownRun(id);
    return run;
  };
  const comparison = (id: ExperimentId, baseline?: string): Comparison => {
    const experiment = store.experiments.get(id);
    if (!experiment) throw unknownExperiment(id);
    return comparisonOf(
      store,
      experiment,
      store.experiments.places(id).map((place) => ({ ...place, run: known(place.run) })),
      baseline,
    );
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
    comparison: (id, baseline) => promised(() => comparison(id, baseline)),
    comparisonTable: (id, format, options = {}) =>
      promised(() => writeTable(comparison(id, options.baseline), format, options.metric)),
    trajectory: (id) => promised(() => trajectory(store, known(id))),
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

interface Place {
  readonly methodIndex: number;
  readonly seed: number;
  readonly run: StoredRun;
}

function comparisonOf(store: Store, experiment: Experiment, places: readonly Place[], baseline?: string): Comparison {
  const labels = labelsOf(experiment.methods);
  const methods = experiment.methods.map((choice, i) => ({ method: idOf(choice), label: labels[i]! }));
  const finished = places.filter(({ run }) => run.state === 'finished');
  const { spec } = places[0]!.run;
  const texts = spec.groups.map(({ version }) => store.texts.get(version)!);
  return compare(
    finished.map(({ run, methodIndex }): RunResult => ({ ...resultOf(store, run), ...methods[methodIndex]! })),
    {
      experiment: experiment.name,
      groups: experiment.groups,
      tokenizer: spec.tokenizer,
      baseline: baseline ?? (methods.find(({ method }) => method === 'stratified') ?? methods[0]!).method,
      methods,
      tokensPerByte: spec.groups.map(
        ({ version }, i) => store.shards.get(version, spec.tokenizer)!.test / texts[i]!.splits.test.bytes,
      ),
      unigramBitsPerByte: texts.map((text) => text.unigramBitsPerByte),
      missing: places
        .filter(({ run }) => run.state !== 'finished')
        .map(({ run, methodIndex, seed }) => ({ ...methods[methodIndex]!, seed, state: run.state })),
    },
  );
}

function resultOf(store: Store, run: StoredRun): RunResult {
  return {
    run: run.id,
    method: run.method,
    label: run.label,
    seed: run.seed,
    testLosses: store.evaluations.last(run.id, 'test')!.losses,
    proportions: trajectory(store, run).points.at(-1)!.proportions,
    cost: {
      learningSteps: run.learningSteps,
      finalSteps: run.step,
      measuringSteps: measuringSteps(store, run),
      computedSteps: run.computedSteps,
      seconds: run.seconds,
    },
  };
}

/** Steps of the subject that only measured what a mixture does. */
function measuringSteps(store: Store, { id }: StoredRun): number {
  return store.stretches
    .after(id, -1)
    .filter(({ isMeasuring }) => isMeasuring)
    .reduce((sum, { from, step }) => sum + step - from, 0);
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

function trajectory(store: Store, run: StoredRun): Trajectory {
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

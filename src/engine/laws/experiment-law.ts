/** A law fitted to what an experiment's methods have trained already: trials, and finished runs that stayed at one p. */
import { Refusal } from '#base/refusal';
import type { ExperimentId, ExperimentLaw, RunId } from '#contract/api';
import { lawFrom, predictLosses, type LawTable } from '#mixing/laws/fit';
import { lawById } from '#mixing/laws/index';
import { reportLaw } from '#mixing/laws/report';
import type { Losses, Proportions, Tried } from '#mixing/method';
import { unknownExperiment } from '../experiments/experiments.ts';
import { trialKeyOf } from '../run-spec.ts';
import type { Store } from '../store/index.ts';
import type { StoredRun } from '../store/runs.ts';

interface Row {
  readonly key: string;
  readonly source: 'trial' | 'run';
  readonly run: RunId;
  readonly seed: number;
  readonly steps: number;
  readonly proportions: Proportions;
  readonly start: Losses;
  readonly losses: Losses;
}

/** @throws Refusal `experiment_unknown`, `law_unknown`, `law_not_identifiable` */
export function fitExperiment(
  store: Store,
  id: ExperimentId,
  lawId: string,
  choice: { readonly steps?: number; readonly resamples?: number } = {},
): ExperimentLaw {
  const law = lawById(lawId);
  const experiment = store.experiments.get(id);
  if (!experiment) throw unknownExperiment(id);
  const all = rowsOf(store, id);
  const lengths = lengthsOf(all);
  const steps = choice.steps ?? lengths[0]?.steps;
  const rows = all.filter((row) => row.steps === steps);
  if (steps === undefined || rows.length === 0)
    throw new Refusal('law_not_identifiable', `"${experiment.name}" has no run at fixed proportions of that length.`, {
      field: 'steps',
      remedy:
        lengths.length > 0
          ? `There are runs of ${lengths.map((length) => `${length.steps} steps (${length.runs})`).join(', ')}.`
          : 'Add a method that sweeps mixtures, such as grid-search, and let it finish its sweep.',
    });
  const table: LawTable = {
    groups: experiment.groups,
    targets: experiment.groups,
    proportions: rows.map(({ proportions }) => proportions),
    losses: rows.map(({ losses }) => losses),
    starts: rows.map(({ start }) => start),
  };
  const report = reportLaw(law, table, choice.resamples === undefined ? {} : { resamples: choice.resamples });
  const solved = lawFrom(
    law,
    table.groups,
    report.fits.map(({ parameters }) => parameters),
  );
  return {
    experiment: id,
    steps,
    lengths,
    report,
    rows: rows.map(({ source, run, seed, proportions, start, losses }) => {
      const predicted = predictLosses(solved, proportions, start);
      const residuals = losses.map((loss, i) => loss - predicted[i]!);
      return { source, run, seed, proportions, start, losses, predicted, residuals };
    }),
  };
}

/** How many runs there are of each length, the most numerous first. */
function lengthsOf(rows: readonly Row[]): ExperimentLaw['lengths'] {
  const bySteps = Map.groupBy(rows, ({ steps }) => steps);
  return [...bySteps]
    .map(([steps, list]) => ({ steps, runs: list.length }))
    .sort((a, b) => b.runs - a.runs || b.steps - a.steps);
}

/** Every training from scratch at one p, once, whoever asked for it. Trials count when their sweep is answered. */
function rowsOf(store: Store, id: ExperimentId): readonly Row[] {
  const rows = store.experiments.places(id).flatMap(({ run: runId }) => {
    const run = store.runs.get(runId)!;
    return [...wholeRun(run, store), ...trialsOf(run, store)];
  });
  return [...new Map(rows.toReversed().map((row) => [row.key, row])).values()].toReversed();
}

/** A finished run that stayed at one p from its first to its last step. */
function wholeRun(run: StoredRun, store: Store): Row[] {
  const { id, spec, seed, state } = run;
  if (state !== 'finished') return [];
  const trains = store.transcripts.of(id).flatMap(({ ask }) => (ask.ask === 'train' ? [ask] : []));
  const [only] = trains;
  if (trains.length !== 1 || only!.steps !== spec.steps) return [];
  const { proportions, steps } = only!;
  const evaluations = store.evaluations.after(id, 'val', -1);
  const [start, losses] = [evaluations[0]!.losses, evaluations.at(-1)!.losses];
  return [
    {
      key: trialKeyOf(spec, { proportions, steps, seed }),
      source: 'run',
      run: id,
      seed,
      steps,
      proportions,
      start,
      losses,
    },
  ];
}

function trialsOf({ id, spec }: StoredRun, store: Store): Row[] {
  return store.transcripts.of(id).flatMap(({ ask, answer }) =>
    ask.ask === 'trials'
      ? ask.trials.map((trial, n) => ({
          key: trialKeyOf(spec, trial),
          source: 'trial' as const,
          run: id,
          ...trial,
          ...(answer as Tried).trials[n]!,
        }))
      : [],
  );
}

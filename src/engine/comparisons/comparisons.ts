/** Comparisons of the runs that the store holds, over one experiment or several. */
import { Refusal } from '#base/refusal';
import type { ComparisonChoice, EngineApi, ExperimentId } from '#contract/api';
import type { Experiment } from '#contract/experiment';
import { compare, type Comparison, type MissingRun, type RowChoice } from '#mixing/comparison';
import { explain } from '#mixing/comparison/explain';
import { idOf, labelsOf } from '#mixing/compose';
import { writeTable } from '#report/formats/index';
import { unknownExperiment } from '../experiments/experiments.ts';
import { promised } from '../promised.ts';
import type { Store } from '../store/index.ts';
import type { StoredRun } from '../store/runs.ts';
import type { Workspace } from '../workspace.ts';
import { openFinishedRuns, tokensPerByte } from './finished-run.ts';
import { rowSettings } from './settings.ts';

type ComparisonCalls = Pick<EngineApi, 'comparison' | 'comparisonOf' | 'comparisonTable' | 'explainCell'>;

export function openComparisons(store: Store, workspace: Workspace): ComparisonCalls {
  const read = openFinishedRuns(store, workspace);
  const made = (choice: ComparisonChoice): Comparison => comparisonOf(choice, store, read);
  return {
    comparison: (id, baseline) => promised(() => made(choiceOf(id, baseline))),
    comparisonOf: (choice) => promised(() => made(choice)),
    explainCell: (choice, cell) => promised(() => explain(made(choice), cell)),
    comparisonTable: (of, format, { baseline, metric } = {}) =>
      promised(() => writeTable(made(typeof of === 'string' ? choiceOf(of, baseline) : of), format, metric)),
  };
}

function choiceOf(experiment: ExperimentId, baseline: string | undefined): ComparisonChoice {
  return { experiments: [experiment], ...(baseline !== undefined && { baseline }) };
}

/** A row of the table and the runs that belong to it, finished or not. */
interface Row extends RowChoice {
  readonly key: string;
  /** As the experiment names them, in the order of its runs' groups. */
  readonly groups: readonly string[];
  readonly runs: readonly StoredRun[];
}

function comparisonOf(
  { experiments: ids, baseline, ...analysis }: ComparisonChoice,
  store: Store,
  read: ReturnType<typeof openFinishedRuns>,
): Comparison {
  if (ids.length === 0)
    throw new Refusal('nothing_to_compare', 'No experiment was named.', { remedy: 'Name one or more experiments.' });
  const experiments = [...new Set(ids)].map((id) => ({ id, content: known(id, store) }));
  const rows = distinctLabels(experiments.flatMap(({ id, content }) => rowsOf(id, content, store)));
  const withRuns = experiments.filter(({ id }) => rows.some((row) => row.experiment === id && row.runs.length > 0));
  if (withRuns.length === 0)
    throw new Refusal('nothing_to_compare', `"${experiments[0]!.content.name}" has no runs any more.`, {
      remedy: 'Put them back from the trash, or start the experiment again.',
    });
  const groups = [...new Set(withRuns.flatMap(({ content }) => content.groups))];
  const runs = rows.flatMap((row) => row.runs.map((run) => ({ run, names: row.groups })));
  const facts = groups.map((name) => {
    const { run, names } = runs.find((one) => one.names.includes(name))!;
    const place = names.indexOf(name);
    const { version } = run.spec.groups[place]!;
    return { version, tokensPerByte: tokensPerByte(run.spec, store)[place]! };
  });
  return compare(
    rows.flatMap(({ key: row, method, label, groups: names, runs: own }) =>
      own.filter(isFinished).map((run) => read(run, { row, method, label, groups: names })),
    ),
    {
      experiment: experiments.map(({ content }) => content.name).join(' and '),
      groups,
      tokenizer: [...new Set(runs.map(({ run }) => run.spec.tokenizer))].join(' and '),
      baseline: baseline ?? (rows.find(({ method }) => method === 'stratified') ?? rows[0]!).key,
      methods: rows.map(({ runs: _runs, groups: _groups, ...row }) => row),
      tokensPerByte: facts.map((one) => one.tokensPerByte),
      unigramBitsPerByte: facts.map(({ version }) => store.texts.get(version)?.unigramBitsPerByte ?? null),
      missing: rows.flatMap(({ key: row, method, label, runs: own }) =>
        own.filter((run) => !isFinished(run)).map((run) => ({ ...missingRun(run), row, method, label })),
      ),
      analysis,
    },
  );
}

function known(id: ExperimentId, store: Store): Experiment {
  const experiment = store.experiments.get(id);
  if (!experiment) throw unknownExperiment(id);
  return experiment;
}

/** One row a method of the experiment, in its order. */
function rowsOf(id: ExperimentId, experiment: Experiment, store: Store): Row[] {
  const labels = labelsOf(experiment.methods);
  const places = store.experiments.places(id);
  return experiment.methods.map((choice, i): Row => {
    const runs = places.filter(({ methodIndex }) => methodIndex === i).map(({ run }) => store.runs.get(run)!);
    const method = idOf(choice);
    return {
      key: `${id}/${String(i)}`,
      experiment: id,
      experimentName: experiment.name,
      method,
      label: labels[i]!,
      groups: experiment.groups,
      settings: rowSettings(experiment.name, method, runs[0]?.spec),
      runs,
    };
  });
}

/** Rows of several experiments that are called the same say which experiment they belong to. */
function distinctLabels(rows: readonly Row[]): Row[] {
  return rows.map((row) => {
    const isShared = rows.some((other) => other.label === row.label && other.experiment !== row.experiment);
    if (!isShared) return row;
    const isNamed = rows.every(
      (other) => other.experimentName !== row.experimentName || other.experiment === row.experiment,
    );
    return { ...row, label: `${row.label} (${isNamed ? row.experimentName! : row.experiment!})` };
  });
}

function isFinished({ state }: StoredRun): boolean {
  return state === 'finished';
}

function missingRun({ id, seed, state }: StoredRun): MissingRun {
  return { run: id, seed, state };
}

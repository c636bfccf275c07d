/** All runs as one table. What was set and what a finished run ended with never change, so both are read once. */
import { mean } from '#base/statistics';
import type { Value } from '#base/table/values';
import type { ReadAt, RunCells, RunId, RunRemark, RunSummary, RunTable, RunTableCalls } from '#contract/api';
import { averagePerplexity } from '#mixing/comparison';
import { promised } from '../promised.ts';
import type { Store } from '../store/index.ts';
import type { StoredRun } from '../store/runs.ts';
import { columnsOf } from './columns.ts';
import { settingsOf, type Settings } from './settings.ts';

/** What the cells of one run are made of. */
interface Entry {
  readonly run: StoredRun;
  readonly settings: Settings;
  /** Nats per token in the order of the run's groups; null while there is no test. */
  readonly test: readonly number[] | null;
  readonly proportions: readonly number[] | null;
}

/** One row while it is read. */
interface Row extends Entry {
  readonly summary: RunSummary;
  readonly remark: RunRemark;
}

export type RunTableSource = Pick<RunTableCalls, 'runTable' | 'runCells' | 'differingSettings'>;

export function openRunTable(store: Store): RunTableSource {
  const finished = new Map<RunId, Entry>();
  const settings = new Map<RunId, Settings>();

  const settingsOfRun = (run: StoredRun): Settings => {
    const known = settings.get(run.id) ?? settingsOf(run.spec);
    settings.set(run.id, known);
    return known;
  };
  const entryOf = (id: RunId): Entry => {
    const known = finished.get(id);
    if (known) return known;
    const run = store.runs.get(id)!;
    const entry: Entry = {
      run,
      settings: settingsOfRun(run),
      test: store.evaluations.last(id, 'test')?.losses ?? null,
      proportions: store.stretches.lastAsked(id),
    };
    if (run.state === 'finished') finished.set(id, entry);
    return entry;
  };
  const summariesOf = (experiments: readonly string[] | undefined): readonly RunSummary[] => {
    if (experiments === undefined) return store.runs.summaries();
    const all = experiments.flatMap((experiment) => store.runs.summaries(experiment));
    return [...new Map(all.map((run) => [run.id, run])).values()]; // experiments may share runs
  };
  const rowsOf = (experiments: readonly string[] | undefined): readonly Row[] => {
    const remarks = store.remarks.all();
    return summariesOf(experiments).map((summary) => ({
      ...entryOf(summary.id),
      summary,
      remark: remarks.get(summary.id) ?? { name: '', note: '', tags: [] },
    }));
  };

  return {
    runTable: (experiments) =>
      promised((): RunTable => {
        const entries = summariesOf(experiments).map(({ id }) => entryOf(id));
        const groups = new Set(entries.flatMap(({ run }) => run.spec.groups.map(({ name }) => name)));
        const set = new Set(entries.flatMap((entry) => [...entry.settings.keys()]));
        return { runs: entries.map(({ run }) => run.id), columns: columnsOf([...groups], inSections([...set])) };
      }),
    runCells: (wanted, experiments) =>
      promised(() => {
        const rows = rowsOf(experiments);
        return wanted.map(({ column, at }) => cellsOf(store, rows, column, at ?? 'last'));
      }),
    differingSettings: (runs) =>
      promised(() => {
        const all = runs.map((id) => entryOf(id).settings);
        const ids = new Set(all.flatMap((one) => [...one.keys()]));
        return [...ids].filter((id) => all.some((one) => one.get(id) !== all[0]!.get(id)));
      }),
  };
}

/** Settings before knobs, each as first met. */
function inSections(ids: readonly string[]): readonly string[] {
  return [...ids.filter((id) => id.startsWith('set/')), ...ids.filter((id) => id.startsWith('knob/'))];
}

function cellsOf(store: Store, rows: readonly Row[], column: string, at: ReadAt): RunCells {
  if (column === 'val-loss' || column.startsWith('val/')) return validationCells(store, rows, column, at);
  const read = readerOf(column);
  return { values: rows.map(read) };
}

function readerOf(column: string): (row: Row) => Value {
  const slash = column.indexOf('/');
  const [kind, name] = slash < 0 ? [column, ''] : [column.slice(0, slash), column.slice(slash + 1)];
  if (kind === 'set' || kind === 'knob') return ({ settings }) => settings.get(column) ?? null;
  if (kind === 'test') return (row) => ofGroup(row, row.test, name);
  if (kind === 'perplexity') return (row) => exponential(ofGroup(row, row.test, name));
  if (kind === 'p') return (row) => ofGroup(row, row.proportions, name);
  return fixed[column] ?? (() => null);
}

const fixed: Readonly<Record<string, (row: Row) => Value>> = {
  id: ({ run }) => run.id,
  name: ({ remark }) => remark.name || null,
  label: ({ summary }) => summary.label,
  method: ({ summary }) => summary.method,
  seed: ({ summary }) => summary.seed,
  state: ({ summary }) => summary.state,
  experiment: ({ summary }) => summary.experimentName || null,
  tags: ({ remark }) => remark.tags.join(', ') || null,
  note: ({ remark }) => remark.note || null,
  backend: ({ summary }) => summary.backend,
  problem: ({ summary }) => summary.problem,
  started: ({ summary }) => summary.startedAt,
  ended: ({ summary }) => summary.endedAt,
  'test-loss': ({ test }) => (test === null ? null : mean(test)),
  'test-perplexity': ({ test }) => (test === null ? null : averagePerplexity(test)),
  'test-worst': ({ test }) => (test === null ? null : Math.max(...test)),
  step: ({ summary }) => summary.step,
  'learning-steps': ({ summary }) => summary.learningSteps,
  'computed-steps': ({ run }) => run.computedSteps,
  seconds: ({ run }) => run.seconds,
  'tokens-per-second': ({ summary }) => summary.tokensPerSecond,
  resumes: ({ summary }) => summary.resumes,
};

function validationCells(store: Store, rows: readonly Row[], column: string, at: ReadAt): RunCells {
  const found = rows.map((row) => {
    const read = column === 'val-loss' ? mean : (losses: readonly number[]) => ofGroup(row, losses, column.slice(4));
    const passes = store.evaluations.after(row.run.id, 'val', -1).flatMap(({ step, losses }) => {
      const value = read(losses);
      return value === null ? [] : [{ step, value }];
    });
    if (at === 'last') return passes.at(-1) ?? null;
    if (at === 'best')
      return passes.reduce<Pass | null>((best, pass) => (best && best.value <= pass.value ? best : pass), null);
    return passes.findLast(({ step }) => step <= at) ?? null;
  });
  return { values: found.map((pass) => pass?.value ?? null), steps: found.map((pass) => pass?.step ?? null) };
}

interface Pass {
  readonly step: number;
  readonly value: number;
}

/** @param values in the order of the run's own groups */
function ofGroup({ run }: Entry, values: readonly number[] | null, group: string): number | null {
  return values?.[run.spec.groups.findIndex(({ name }) => name === group)] ?? null;
}

function exponential(loss: number | null): number | null {
  return loss === null ? null : Math.exp(loss);
}

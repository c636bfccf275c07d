/**
 * All runs as one table. What was set never changes, nor does what a finished run ended with, so both are read once, and
 * only when a column needs them.
 */
import { mean } from '#base/statistics';
import type { Value } from '#base/table/values';
import type { ReadAt, RunCells, RunId, RunRemark, RunTable, RunTableCalls } from '#contract/api';
import { averagePerplexity } from '#mixing/comparison';
import { promised } from '../promised.ts';
import type { RunSpec } from '../run-spec.ts';
import type { Store } from '../store/index.ts';
import type { LossesAt } from '../store/evaluations.ts';
import type { RunRow } from '../store/run-rows.ts';
import { columnsOf } from './columns.ts';
import { settingsOf, type Settings } from './settings.ts';

export type RunTableSource = Pick<RunTableCalls, 'runTable' | 'runCells' | 'differingSettings'>;

/** What a run was set to, and where its groups stand in its losses. */
interface SetUp {
  readonly settings: Settings;
  readonly groups: readonly string[];
}

/** One row while it is read. */
interface Row extends RunRow {
  readonly remark: RunRemark;
}

export function openRunTable(store: Store): RunTableSource {
  const facts = openFacts(store);
  const rowsOf = (experiments: readonly string[] | undefined): readonly RunRow[] => {
    if (experiments === undefined) return store.runRows.list();
    const all = experiments.flatMap((experiment) => store.runRows.list(experiment));
    return [...new Map(all.map((run) => [run.id, run])).values()]; // experiments may share runs
  };
  return {
    runTable: (experiments) =>
      promised((): RunTable => {
        const rows = rowsOf(experiments);
        // runs of one method that were set alike have the same columns, so one of each is looked into
        const alike = Map.groupBy(rows, (row) => `${row.method} ${row.label} ${row.experimentName} ${row.specBytes}`);
        const setUps = [...alike.values()].map(([first]) => facts.setUp(first!.id));
        const groups = new Set(setUps.flatMap((one) => one.groups));
        const set = new Set(setUps.flatMap((one) => [...one.settings.keys()]));
        return { runs: rows.map(({ id }) => id), columns: columnsOf([...groups], inSections([...set])) };
      }),
    runCells: (wanted, experiments) =>
      promised(() => {
        const remarks = store.remarks.all();
        const rows = rowsOf(experiments).map((row): Row => ({ ...row, remark: remarks.get(row.id) ?? noRemark }));
        return wanted.map(({ column, at }) => cellsOf(store, facts, rows, column, at ?? 'last'));
      }),
    differingSettings: (runs) =>
      promised(() => {
        const all = [...new Set(runs.map((id) => facts.setUp(id).settings))];
        const ids = new Set(all.flatMap((one) => [...one.keys()]));
        return [...ids].filter((id) => all.some((one) => one.get(id) !== all[0]!.get(id)));
      }),
  };
}

/** Runs that are read one by one before all are read at once. */
const many = 300;

const noRemark: RunRemark = { name: '', note: '', tags: [] };

/** What has to be parsed, kept once it was. */
function openFacts(store: Store) {
  const setUps = new Map<RunId, SetUp>();
  const alike = new Map<string, SetUp>();
  /** Remembers what no longer moves: of finished runs. @param readAll of all of them at once, when many are asked for */
  const kept = <V>(read: (run: RunId) => V, readAll?: () => ReadonlyMap<RunId, V>): ((row: RunRow) => V) => {
    const known = new Map<RunId, V>();
    let missed = 0;
    return ({ id, state }) => {
      if (state !== 'finished') return read(id);
      if (!known.has(id) && ++missed % many === 0) readAll?.().forEach((value, run) => known.set(run, value));
      const found = known.get(id) ?? read(id);
      known.set(id, found);
      return found;
    };
  };
  return {
    /** The same object for runs that differ in nothing but their seed. */
    setUp: (id: RunId): SetUp => {
      const known = setUps.get(id);
      if (known) return known;
      const text = store.runRows.spec(id);
      const withoutSeed = text.replace(/"seed":\d+/, '');
      const found = alike.get(withoutSeed) ?? setUpOf(JSON.parse(text) as RunSpec);
      alike.set(withoutSeed, found);
      setUps.set(id, found);
      return found;
    },
    /** The test: nats per token in the order of the run's groups; null while there is none. */
    test: kept(
      (run) => store.evaluations.lastPass(run, 'test'),
      () => store.evaluations.lastOfFinished('test'),
    ),
    /** The last validation. */
    validation: kept(
      (run) => store.evaluations.lastPass(run, 'val'),
      () => store.evaluations.lastOfFinished('val'),
    ),
    /** Last proportions asked for. */
    asked: kept((run) => store.stretches.lastAsked(run)),
  };
}

type Facts = ReturnType<typeof openFacts>;

function setUpOf(spec: RunSpec): SetUp {
  return { settings: settingsOf(spec), groups: spec.groups.map(({ name }) => name) };
}

/** Settings before knobs, each as first met. */
function inSections(ids: readonly string[]): readonly string[] {
  return [...ids.filter((id) => id.startsWith('set/')), ...ids.filter((id) => id.startsWith('knob/'))];
}

function cellsOf(store: Store, facts: Facts, rows: readonly Row[], column: string, at: ReadAt): RunCells {
  if (column === 'val-loss' || column.startsWith('val/')) return validationCells(store, facts, rows, column, at);
  const read = readerOf(column, facts);
  return { values: rows.map(read) };
}

function readerOf(column: string, facts: Facts): (row: Row) => Value {
  const slash = column.indexOf('/');
  const [kind, name] = slash < 0 ? [column, ''] : [column.slice(0, slash), column.slice(slash + 1)];
  const ofGroup = (row: Row, values: readonly number[] | null): number | null =>
    values === null ? null : (values[facts.setUp(row.id).groups.indexOf(name)] ?? null);
  const overGroups = (fold: (losses: readonly number[]) => number) => (row: Row) => {
    const test = facts.test(row);
    return test === null ? null : fold(test.losses);
  };
  switch (kind) {
    case 'set':
    case 'knob':
      return ({ id }) => facts.setUp(id).settings.get(column) ?? null;
    case 'test':
      return (row) => ofGroup(row, facts.test(row)?.losses ?? null);
    case 'perplexity':
      return (row) => exponential(ofGroup(row, facts.test(row)?.losses ?? null));
    case 'p':
      return (row) => ofGroup(row, facts.asked(row));
    case 'test-loss':
      return overGroups(mean);
    case 'test-perplexity':
      return overGroups(averagePerplexity);
    case 'test-worst':
      return overGroups((losses) => Math.max(...losses));
    default:
      return fixed[column] ?? (() => null);
  }
}

const fixed: Readonly<Record<string, (row: Row) => Value>> = {
  id: ({ id }) => id,
  name: ({ remark }) => remark.name || null,
  label: ({ label }) => label,
  method: ({ method }) => method,
  seed: ({ seed }) => seed,
  state: ({ state }) => state,
  experiment: ({ experimentName }) => experimentName || null,
  tags: ({ remark }) => remark.tags.join(', ') || null,
  note: ({ remark }) => remark.note || null,
  backend: ({ backend }) => backend,
  problem: ({ problem }) => problem,
  started: ({ startedAt }) => startedAt,
  ended: ({ endedAt }) => endedAt,
  step: ({ step }) => step,
  'learning-steps': ({ learningSteps }) => learningSteps,
  'computed-steps': ({ computedSteps }) => computedSteps,
  seconds: ({ seconds }) => seconds,
  'tokens-per-second': ({ tokensPerSecond }) => tokensPerSecond,
  resumes: ({ resumes }) => resumes,
};

interface Pass {
  readonly step: number;
  readonly value: number;
}

function validationCells(store: Store, facts: Facts, rows: readonly Row[], column: string, at: ReadAt): RunCells {
  const found = rows.map((row): Pass | null => {
    const group = column === 'val-loss' ? null : facts.setUp(row.id).groups.indexOf(column.slice('val/'.length));
    const read = (losses: readonly number[]): number => (group === null ? mean(losses) : (losses[group] ?? NaN));
    const pass = ({ step, losses }: LossesAt): readonly Pass[] => {
      const value = read(losses);
      return Number.isNaN(value) ? [] : [{ step, value }];
    };
    if (at === 'last') {
      const last = facts.validation(row);
      return (last && pass(last)[0]) ?? null;
    }
    const passes = store.evaluations.losses(row.id, 'val').flatMap(pass);
    if (at === 'best') return passes.reduce<Pass | null>((a, b) => (a && a.value <= b.value ? a : b), null);
    return passes.findLast(({ step }) => step <= at) ?? null;
  });
  return { values: found.map((pass) => pass?.value ?? null), steps: found.map((pass) => pass?.step ?? null) };
}

function exponential(loss: number | null): number | null {
  return loss === null ? null : Math.exp(loss);
}

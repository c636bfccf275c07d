import type { Database } from 'better-sqlite3';
import type { ExperimentId, RunId, RunSummary } from '#contract/api';
import { kept } from './experiments.ts';
import { firstExperiment, shown } from './runs.ts';

/** What is known of a run without reading its specification, which is most of its bytes. */
export interface RunRow extends Pick<
  RunSummary,
  'method' | 'label' | 'seed' | 'state' | 'step' | 'learningSteps' | 'backend' | 'problem' | 'resumes'
> {
  readonly id: RunId;
  /** Of the experiments that share the run, the one that was made first; empty for none. */
  readonly experimentName: string;
  readonly computedSteps: number;
  readonly seconds: number;
  readonly tokensPerSecond: number | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Length of the specification: runs that differ in it were set differently. */
  readonly specBytes: number;
}

const columns = `r.id, r.method, r.label, r.seed, r.state, r.step, r.learning_steps AS learningSteps, r.backend, r.problem,
  r.resumes, r.computed_steps AS computedSteps, r.seconds, r.tokens_per_second AS tokensPerSecond,
  r.started_at AS startedAt, r.ended_at AS endedAt, octet_length(r.spec) AS specBytes,
  coalesce(e.name, '') AS experimentName`;

/** What is told of a run that something happened to. */
export interface HeardOf extends Pick<RunRow, 'label' | 'seed' | 'experimentName' | 'seconds'> {
  /** What it was expected to take when it first started. */
  readonly expectedSeconds: number | null;
}

/**
 * All runs as rows of one table, in order of creation.
 *
 * @param isEngineAlive whether what is stored as running really trains; otherwise it waits, and is read so
 */
export function runRowsIn(db: Database, isEngineAlive: () => boolean) {
  const truly = (rows: readonly RunRow[]): readonly RunRow[] =>
    isEngineAlive() ? rows : rows.map((row) => (row.state === 'running' ? { ...row, state: 'queued' } : row));
  const all = db.prepare<[], RunRow>(
    `SELECT ${columns} FROM run r LEFT JOIN experiment e ON e.id = ${firstExperiment}
     WHERE ${shown('r.id')} ORDER BY r.position`,
  );
  const ofExperiment = db.prepare<[string, string], RunRow>(
    `SELECT ${columns} FROM run r JOIN experiment e ON e.id = ?
     WHERE r.id IN (SELECT run FROM experiment_run WHERE experiment = ?) AND ${kept('run', 'r.id')}
     ORDER BY r.position`,
  );
  const heardOf = db.prepare<[string], HeardOf & { readonly id: RunId }>(
    `SELECT r.id, r.label, r.seed, r.seconds, r.expected_seconds AS expectedSeconds, coalesce(e.name, '') AS experimentName
     FROM run r LEFT JOIN experiment e ON e.id = ${firstExperiment}
     WHERE r.id IN (SELECT run FROM run_event WHERE at > ?)`,
  );
  const spec = db.prepare<[string], { spec: string }>('SELECT spec FROM run WHERE id = ?');
  return {
    list: (experiment?: ExperimentId): readonly RunRow[] =>
      truly(experiment === undefined ? all.all() : ofExperiment.all(experiment, experiment)),
    /** Runs that something happened to since. */
    heardOf: (since: string): ReadonlyMap<RunId, HeardOf> =>
      new Map(heardOf.all(since).map(({ id, ...run }) => [id, run])),
    /** JSON of the specification, as it is stored. */
    spec: (id: RunId): string => spec.get(id)!.spec,
  };
}

import type { Database } from 'better-sqlite3';
import type { ExperimentId, ExperimentSummary, RunId } from '#contract/api';
import type { Experiment } from '#contract/experiment';

/** Where a run stands in an experiment. */
export interface ExperimentPlace {
  /** Index into the experiment's methods. */
  readonly methodIndex: number;
  readonly seed: number;
  readonly run: RunId;
}

/** A condition: what is in the trash does not count. */
export const kept = (kind: 'experiment' | 'run', id: string): string =>
  `${id} NOT IN (SELECT item FROM trash WHERE kind = '${kind}')`;

export function experimentsIn(db: Database) {
  const insert = db.prepare('INSERT OR IGNORE INTO experiment (id, name, content, created_at) VALUES (?, ?, ?, ?)');
  const content = db.prepare<[string], { content: string }>(
    `SELECT content FROM experiment WHERE id = ? AND ${kept('experiment', 'id')}`,
  );
  const summaries = db.prepare<[], ExperimentSummary>(
    `SELECT e.id, e.name, e.created_at AS createdAt, count(r.id) AS runs,
            coalesce(sum(r.state = 'finished'), 0) AS finished,
            coalesce(sum(r.state IN ('diverged', 'failed', 'lost')), 0) AS failed
     FROM experiment e LEFT JOIN experiment_run er ON er.experiment = e.id LEFT JOIN run r ON r.id = er.run AND ${kept('run', 'r.id')}
     WHERE ${kept('experiment', 'e.id')} GROUP BY e.id ORDER BY e.created_at DESC, e.rowid DESC`,
  );
  const place = db.prepare(
    `INSERT INTO experiment_run (experiment, method_index, seed, run) VALUES (?, ?, ?, ?)
     ON CONFLICT (experiment, method_index, seed) DO UPDATE SET run = excluded.run`,
  );
  const places = db.prepare<[string], ExperimentPlace>(
    `SELECT method_index AS methodIndex, seed, run FROM experiment_run
     WHERE experiment = ? AND ${kept('run', 'run')} ORDER BY method_index, seed`,
  );
  const remove = db.prepare('DELETE FROM experiment WHERE id = ?');
  const onlyRuns = db.prepare<[string, string], { run: RunId }>(
    `SELECT DISTINCT run FROM experiment_run a WHERE experiment = ?
     AND NOT EXISTS (SELECT 1 FROM experiment_run b WHERE b.run = a.run AND b.experiment <> ?)`,
  );
  const displace = db.prepare('DELETE FROM experiment_run WHERE run = ?');
  return {
    put: (id: ExperimentId, experiment: Experiment, at: string): void =>
      void insert.run(id, experiment.name, JSON.stringify(experiment), at),
    get: (id: ExperimentId): Experiment | null => {
      const row = content.get(id);
      return row ? (JSON.parse(row.content) as Experiment) : null;
    },
    summaries: (): readonly ExperimentSummary[] => summaries.all(),
    place: (id: ExperimentId, at: ExperimentPlace): void => void place.run(id, at.methodIndex, at.seed, at.run),
    places: (id: ExperimentId): readonly ExperimentPlace[] => places.all(id),
    /** Runs that no other experiment holds, in the list or in the trash. */
    onlyRunsOf: (id: ExperimentId): readonly RunId[] => onlyRuns.all(id, id).map(({ run }) => run),
    /** Takes a run out of every experiment. */
    displace: (run: RunId): void => void displace.run(run),
    remove: (id: ExperimentId): void => void remove.run(id),
  };
}

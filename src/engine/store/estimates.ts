import type { Database } from 'better-sqlite3';
import type { Estimate, ExperimentId, RunId } from '#contract/api';

/** What was promised when an experiment was first started, and for which of its runs. */
export interface StoredEstimate {
  readonly estimate: Estimate;
  /** Runs that were still to be trained. */
  readonly runs: readonly RunId[];
}

export function estimatesIn(db: Database) {
  const put = db.prepare('INSERT OR IGNORE INTO estimate (experiment, content, made_at) VALUES (?, ?, ?)');
  const get = db.prepare<[string], { content: string }>('SELECT content FROM estimate WHERE experiment = ?');
  return {
    /** Keeps the first; a later start promises nothing new. */
    put: (experiment: ExperimentId, content: StoredEstimate, at: string): void =>
      void put.run(experiment, JSON.stringify(content), at),
    get: (experiment: ExperimentId): StoredEstimate | null => {
      const row = get.get(experiment);
      return row ? (JSON.parse(row.content) as StoredEstimate) : null;
    },
  };
}

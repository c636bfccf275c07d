import type { Database } from 'better-sqlite3';
import type { RunId } from '#contract/api';

/** Validation losses before the first and after the last step of a short run from scratch. */
export interface StoredTrial {
  readonly start: readonly number[];
  readonly losses: readonly number[];
}

/** Which trial it was, and who made it. */
export interface TrialOrigin {
  readonly steps: number;
  readonly run: RunId;
  /** Of the run's transcript: the ask that it was made for; -1 when it is the run itself. */
  readonly entry: number;
}

export function trialsIn(db: Database) {
  const insert = db.prepare(
    'INSERT OR IGNORE INTO trial (key, start, losses, steps, run, entry, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const get = db.prepare<[string], { start: string; losses: string }>('SELECT start, losses FROM trial WHERE key = ?');
  const stepsComputedIn = db
    .prepare<[string, number], number>('SELECT coalesce(sum(steps), 0) FROM trial WHERE run = ? AND entry = ?')
    .pluck();
  const countOf = db.prepare<[string], number>('SELECT count(*) FROM trial WHERE run = ?').pluck();
  return {
    put: (key: string, trial: StoredTrial, { steps, run, entry }: TrialOrigin, at: string): void =>
      void insert.run(key, JSON.stringify(trial.start), JSON.stringify(trial.losses), steps, run, entry, at),
    get: (key: string): StoredTrial | null => {
      const row = get.get(key);
      return row ? { start: JSON.parse(row.start) as number[], losses: JSON.parse(row.losses) as number[] } : null;
    },
    /** Steps of the trials that a run made for one ask. */
    stepsComputedIn: (run: RunId, entry: number): number => stepsComputedIn.get(run, entry)!,
    /** Trials that a run has made. */
    countOf: (run: RunId): number => countOf.get(run)!,
  };
}

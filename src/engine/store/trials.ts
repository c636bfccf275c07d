import type { Database } from 'better-sqlite3';

/** Validation losses before the first and after the last step of a short run from scratch. */
export interface StoredTrial {
  readonly start: readonly number[];
  readonly losses: readonly number[];
}

export function trialsIn(db: Database) {
  const insert = db.prepare(
    'INSERT OR IGNORE INTO trial (key, start, losses, steps, created_at) VALUES (?, ?, ?, ?, ?)',
  );
  const get = db.prepare<[string], { start: string; losses: string }>('SELECT start, losses FROM trial WHERE key = ?');
  return {
    put: (key: string, trial: StoredTrial, steps: number, at: string): void =>
      void insert.run(key, JSON.stringify(trial.start), JSON.stringify(trial.losses), steps, at),
    get: (key: string): StoredTrial | null => {
      const row = get.get(key);
      return row ? { start: JSON.parse(row.start) as number[], losses: JSON.parse(row.losses) as number[] } : null;
    },
  };
}

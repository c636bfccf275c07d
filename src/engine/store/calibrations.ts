import type { Database } from 'better-sqlite3';

/** Speeds measured on this machine, so that an estimate need not measure again. */
export interface Calibration {
  readonly secondsPerStep: readonly number[];
  readonly secondsPerSequence: readonly number[];
  readonly peakBytes: number;
}

export function calibrationsIn(db: Database) {
  const put = db.prepare('INSERT OR REPLACE INTO calibration (key, content, created_at) VALUES (?, ?, ?)');
  const get = db.prepare<[string], { content: string }>('SELECT content FROM calibration WHERE key = ?');
  return {
    put: (key: string, calibration: Calibration, at: string): void =>
      void put.run(key, JSON.stringify(calibration), at),
    get: (key: string): Calibration | null => {
      const row = get.get(key);
      return row ? (JSON.parse(row.content) as Calibration) : null;
    },
  };
}

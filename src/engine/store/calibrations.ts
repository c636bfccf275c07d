import type { Database } from 'better-sqlite3';

/** Speeds measured on this machine, so that an estimate need not measure again. */
export interface Calibration {
  /** To start a trainer and load its library. */
  readonly secondsToOpen: number;
  /** To make a model. */
  readonly secondsToCreate: number;
  /** What the first step and the first evaluation take beyond the others: their graphs are made. */
  readonly secondsToRecord: number;
  /** Of several stretches of steps. */
  readonly secondsPerStep: readonly number[];
  /** Per evaluated sequence. */
  readonly secondsPerSequence: number;
  /** To write a checkpoint of one model. */
  readonly secondsToSave: number;
  readonly secondsToExport: number;
  /** Largest memory of the trainer. */
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

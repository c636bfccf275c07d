import type { Database } from 'better-sqlite3';
import type { RunId } from '#contract/api';

/** How long a finished run took against what the measured speed promised. */
export interface Timing {
  /** Of the calibration that promised. */
  readonly key: string;
  /** Of work. */
  readonly kind: string;
  readonly ratio: number;
}

export function timingsIn(db: Database) {
  const put = db.prepare('INSERT OR REPLACE INTO timing (run, key, kind, ratio, made_at) VALUES (?, ?, ?, ?, ?)');
  const latest = db
    .prepare<[string, string, number], number>(
      'SELECT ratio FROM timing WHERE key = ? AND kind = ? ORDER BY made_at DESC, rowid DESC LIMIT ?',
    )
    .pluck();
  return {
    put: (run: RunId, { key, kind, ratio }: Timing, at: string): void => void put.run(run, key, kind, ratio, at),
    /** Ratios of the latest runs of a kind. */
    latest: (key: string, kind: string, most: number): readonly number[] => latest.all(key, kind, most),
  };
}

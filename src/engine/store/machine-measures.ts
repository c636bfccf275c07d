import type { Database } from 'better-sqlite3';

/**
 * What was measured of this machine besides a single trainer's speed; kept among the calibrations under keys that begin
 * with the kind of measurement.
 */
export function machineMeasuresIn<T extends { readonly at: string }>(db: Database, kind: 'slots' | 'precision') {
  const prefix = `${kind}/`;
  const put = db.prepare('INSERT OR REPLACE INTO calibration (key, content, created_at) VALUES (?, ?, ?)');
  const get = db.prepare<[string], { content: string }>('SELECT content FROM calibration WHERE key = ?');
  const all = db.prepare<[string], { content: string }>(
    'SELECT content FROM calibration WHERE key GLOB ? ORDER BY created_at DESC',
  );
  const read = ({ content }: { content: string }): T => JSON.parse(content) as T;
  return {
    put: (key: string, measure: T): void => void put.run(prefix + key, JSON.stringify(measure), measure.at),
    get: (key: string): T | null => {
      const row = get.get(prefix + key);
      return row ? read(row) : null;
    },
    /** Newest first. */
    list: (): readonly T[] => all.all(`${prefix}*`).map(read),
  };
}

import type { Database } from 'better-sqlite3';
import type { SlotMeasure } from '#contract/slots';

/** Measurements of trainers side by side, kept among the calibrations under keys that begin with this. */
const prefix = 'slots/';

export function slotMeasuresIn(db: Database) {
  const put = db.prepare('INSERT OR REPLACE INTO calibration (key, content, created_at) VALUES (?, ?, ?)');
  const get = db.prepare<[string], { content: string }>('SELECT content FROM calibration WHERE key = ?');
  const all = db.prepare<[string], { content: string }>(
    'SELECT content FROM calibration WHERE substr(key, 1, length(?1)) = ?1 ORDER BY created_at DESC',
  );
  const read = ({ content }: { content: string }): SlotMeasure => JSON.parse(content) as SlotMeasure;
  return {
    put: (key: string, measure: SlotMeasure): void => void put.run(prefix + key, JSON.stringify(measure), measure.at),
    get: (key: string): SlotMeasure | null => {
      const row = get.get(prefix + key);
      return row ? read(row) : null;
    },
    /** Newest first. */
    list: (): readonly SlotMeasure[] => all.all(prefix).map(read),
  };
}

import type { Database } from 'better-sqlite3';
import type { StopRule } from '#contract/api';

interface Settings {
  readonly queuePaused: boolean;
  readonly slots: number;
  /** When the queue was last looked at, ISO 8601; '' before the first time. */
  readonly lookedAt: string;
  readonly stopRule: StopRule | null;
}

/** A model that stays a whole nat above an untrained one will not come back; three times in a row is no accident. */
const defaults: Settings = { queuePaused: false, slots: 1, lookedAt: '', stopRule: { above: 1, evaluations: 3 } };

/** What the workspace remembers of its queue. */
export function settingsIn(db: Database) {
  const put = db.prepare('INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)');
  const get = db.prepare<[string], { value: string }>('SELECT value FROM setting WHERE key = ?');
  return {
    put: <K extends keyof Settings>(key: K, value: Settings[K]): void => void put.run(key, JSON.stringify(value)),
    get: <K extends keyof Settings>(key: K): Settings[K] => {
      const row = get.get(key);
      return row ? (JSON.parse(row.value) as Settings[K]) : defaults[key];
    },
  };
}

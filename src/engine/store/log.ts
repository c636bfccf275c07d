import type { Database } from 'better-sqlite3';
import type { RunId } from '#contract/api';

export interface LogLine {
  readonly at: string;
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
}

/** Lines of a run that are kept; older ones go. */
const linesKept = 1000;

export function logIn(db: Database) {
  const insert = db.prepare('INSERT INTO log (at, level, run, message) VALUES (?, ?, ?, ?)');
  const list = db.prepare<[string | null], LogLine>('SELECT at, level, message FROM log WHERE run IS ? ORDER BY id');
  const trim = db.prepare(
    `DELETE FROM log WHERE run IS ? AND id <= (
       SELECT id FROM log WHERE run IS ? ORDER BY id DESC LIMIT 1 OFFSET ${linesKept})`,
  );
  return {
    add: (line: LogLine, run: RunId | null): void => {
      insert.run(line.at, line.level, run, line.message);
      trim.run(run, run);
    },
    of: (run: RunId | null): readonly LogLine[] => list.all(run),
  };
}

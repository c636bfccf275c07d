import type { Database } from 'better-sqlite3';
import type { LogLevel, LogLine, LogPage, LogQuery, RunId } from '#contract/api';

/** Lines of a run that are kept; older ones go. */
const linesKept = 2000;
const usualPage = 200;
const largestPage = 2000;
const andWorse: Readonly<Record<LogLevel, readonly LogLevel[]>> = {
  info: ['info', 'warn', 'error'],
  warn: ['warn', 'error'],
  error: ['error'],
};

export function logIn(db: Database) {
  const insert = db.prepare('INSERT INTO log (at, level, run, message, noise) VALUES (?, ?, ?, ?, ?)');
  const page = db.prepare<Record<string, unknown>, Omit<LogLine, 'isNoise'> & { readonly noise: number }>(
    `SELECT id, at, level, message, noise FROM log
     WHERE run IS @run AND id < @before AND (@withNoise OR NOT noise) AND instr(lower(message), @search) > 0
       AND level IN (SELECT value FROM json_each(@levels))
     ORDER BY id DESC LIMIT @limit`,
  );
  const trim = db.prepare(
    `DELETE FROM log WHERE run IS ? AND id <= (
       SELECT id FROM log WHERE run IS ? ORDER BY id DESC LIMIT 1 OFFSET ${linesKept})`,
  );
  return {
    /** @returns the line's number */
    add: (line: Omit<LogLine, 'id'>, run: RunId | null): number => {
      const { lastInsertRowid } = insert.run(line.at, line.level, run, line.message, line.isNoise ? 1 : 0);
      trim.run(run, run);
      return Number(lastInsertRowid);
    },
    page: (run: RunId | null, query: LogQuery = {}): LogPage => {
      const limit = Math.min(largestPage, Math.max(1, query.limit ?? usualPage));
      const found = page.all({
        run,
        before: query.before ?? Number.MAX_SAFE_INTEGER,
        withNoise: query.withNoise === true ? 1 : 0,
        search: (query.search ?? '').toLowerCase(),
        levels: JSON.stringify(andWorse[query.level ?? 'info']),
        limit: limit + 1,
      });
      return {
        lines: found
          .slice(0, limit)
          .reverse()
          .map(({ noise, ...line }) => ({ ...line, isNoise: noise === 1 })),
        hasOlder: found.length > limit,
      };
    },
  };
}

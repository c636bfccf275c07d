/** Trackio: one SQLite file a project, with a JSON object of metrics for each step. */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import type { LoggedMetric, LoggedRun } from '#contract/api';
import { malformed } from './common.ts';
import type { ExchangeFormat } from './format.ts';

const layout = `
CREATE TABLE metrics (
  id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL, timestamp TEXT NOT NULL, run_name TEXT NOT NULL,
  step INTEGER NOT NULL, metrics TEXT NOT NULL, log_id TEXT, space_id TEXT
);
CREATE INDEX idx_metrics_run_step ON metrics (run_id, step);
CREATE INDEX idx_metrics_run_timestamp ON metrics (run_id, timestamp);
CREATE TABLE configs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL, run_name TEXT NOT NULL, config TEXT NOT NULL,
  created_at TEXT NOT NULL, UNIQUE (run_id)
);
`;

export const trackio: ExchangeFormat = {
  id: 'trackio',
  title: 'Trackio',
  recognises: (place) => isSqliteWith(place, 'metrics', 'metrics'),
  read: (place) => inDatabase(place, readAll),
  write: (draft, _name, runs) => {
    const db = new Sqlite(draft);
    try {
      db.exec(layout);
      db.transaction(() => runs.forEach((run) => writeRun(db, run)))();
    } finally {
      db.close();
    }
  },
  howToOpen: (place) => `TRACKIO_DIR="${dirname(place)}" trackio show --project "${basename(place, '.db')}"`,
};

function writeRun(db: Database, run: LoggedRun): void {
  const begin = run.startedAt ?? new Date(0).toISOString();
  db.prepare('INSERT INTO configs (run_id, run_name, config, created_at) VALUES (?, ?, ?, ?)').run(
    run.id,
    run.name,
    JSON.stringify(run.settings),
    begin,
  );
  const insert = db.prepare('INSERT INTO metrics (run_id, timestamp, run_name, step, metrics) VALUES (?, ?, ?, ?, ?)');
  const steps = new Map<number, { at: string; metrics: Record<string, number> }>();
  for (const { name, points } of run.metrics)
    for (const { step, value, at } of points) {
      const entry = steps.get(step) ?? { at: at ?? begin, metrics: {} };
      entry.metrics[name] = value;
      steps.set(step, entry);
    }
  for (const [step, { at, metrics }] of [...steps].sort(([a], [b]) => a - b))
    insert.run(run.id, at, run.name, step, JSON.stringify(metrics));
}

interface MetricRow {
  readonly run: string;
  readonly name: string;
  readonly timestamp: string;
  readonly step: number;
  readonly metrics: string;
}

function readAll(db: Database, place: string): LoggedRun[] {
  const columns = db.pragma('table_info(metrics)') as readonly { readonly name: string }[];
  const key = columns.some(({ name }) => name === 'run_id') ? 'run_id' : 'run_name'; // older files know runs by name
  const rows = db
    .prepare<[], MetricRow>(
      `SELECT ${key} AS run, run_name AS name, timestamp, step, metrics FROM metrics ORDER BY run, step, id`,
    )
    .all();
  const settings = settingsIn(db, key);
  return [...Map.groupBy(rows, ({ run }) => run)].map(([id, own]) => ({
    id,
    name: own[0]!.name,
    settings: settings.get(id) ?? {},
    state: 'finished',
    startedAt: own[0]!.timestamp,
    endedAt: own.at(-1)!.timestamp,
    metrics: metricsOf(own, place),
  }));
}

function metricsOf(rows: readonly MetricRow[], place: string): LoggedMetric[] {
  const found = new Map<string, { step: number; value: number; at: string }[]>();
  for (const { step, timestamp, metrics } of rows)
    for (const [name, value] of Object.entries(parsed(metrics, place)))
      if (typeof value === 'number') {
        const points = found.get(name) ?? [];
        points.push({ step, value, at: timestamp });
        found.set(name, points);
      }
  return [...found].map(([name, points]) => ({ name, points }));
}

function settingsIn(db: Database, key: string): Map<string, LoggedRun['settings']> {
  if (!hasColumn(db, 'configs', 'config')) return new Map();
  const rows = db.prepare<[], { run: string; config: string }>(`SELECT ${key} AS run, config FROM configs`).all();
  return new Map(rows.map(({ run, config }) => [run, plainOnly(parsed(config, 'configs'))] as const));
}

/** Settings that are one value; Trackio's own begin with an underscore. */
function plainOnly(config: Record<string, unknown>): LoggedRun['settings'] {
  return Object.fromEntries(
    Object.entries(config).filter(
      (entry): entry is [string, string | number | boolean] =>
        !entry[0].startsWith('_') && ['string', 'number', 'boolean'].includes(typeof entry[1]),
    ),
  );
}

function parsed(text: string, place: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw malformed(place, 'a row of it is not JSON', cause);
  }
}

/** Opens a foreign database to look at. @throws Refusal `file_malformed` */
export function inDatabase<T>(place: string, work: (db: Database, place: string) => T): T {
  let db: Database | undefined;
  try {
    db = new Sqlite(place, { readonly: true, fileMustExist: true });
    return work(db, place);
  } catch (cause) {
    if (cause instanceof Sqlite.SqliteError) throw malformed(place, cause.message, cause);
    throw cause;
  } finally {
    db?.close();
  }
}

/** Whether a file is a SQLite database with this column. */
export function isSqliteWith(place: string, table: string, column: string): boolean {
  if (!existsSync(place) || !statSync(place).isFile()) return false;
  try {
    return inDatabase(place, (db) => hasColumn(db, table, column));
  } catch {
    return false; // whatever it is, it is none of these
  }
}

function hasColumn(db: Database, table: string, column: string): boolean {
  return db.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').get(table, column) !== undefined;
}

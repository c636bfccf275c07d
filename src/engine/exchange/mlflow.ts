/** MLflow: a folder `mlruns` with a file a metric, or the SQLite file of a tracking server. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Database } from 'better-sqlite3';
import type { LoggedMetric, LoggedRun } from '#contract/api';
import { malformed } from './common.ts';
import type { ExchangeFormat } from './format.ts';
import { inDatabase, isSqliteWith } from './trackio.ts';

/** MLflow's numbers for states of a run. */
const statuses = { running: 1, finished: 3, failed: 4 } as const;

export const mlflow: ExchangeFormat = {
  id: 'mlflow',
  title: 'MLflow',
  recognises: (place) => isSqliteWith(place, 'runs', 'run_uuid') || runFolders(place).length > 0,
  read: (place) =>
    statSync(place).isDirectory() ? runFolders(place).map(readFolder) : inDatabase(place, (db) => readDatabase(db)),
  write: (draft, name, runs) => {
    const experiment = String(1 + (parseInt(digest(name).slice(0, 8), 16) % 1_000_000_000));
    const folder = join(draft, 'mlruns', experiment);
    const begin = Math.min(...runs.map(({ startedAt }) => millisecondsOf(startedAt) ?? 0));
    writeText(join(folder, 'meta.yaml'), {
      artifact_location: '',
      creation_time: begin,
      experiment_id: experiment,
      last_update_time: begin,
      lifecycle_stage: 'active',
      name,
    });
    for (const run of runs) writeRun(join(folder, digest(run.id)), experiment, run);
  },
  howToOpen: (place) =>
    `mlflow ui --backend-store-uri "${join(place, 'mlruns')}"; where MLflow no longer reads folders, first: ` +
    `mlflow migrate-filestore --source "${place}" --target sqlite:///mlflow.db`,
};

function writeRun(folder: string, experiment: string, run: LoggedRun): void {
  const begin = millisecondsOf(run.startedAt) ?? 0;
  const id = digest(run.id);
  writeText(join(folder, 'meta.yaml'), {
    artifact_uri: '',
    end_time: millisecondsOf(run.endedAt),
    entry_point_name: '',
    experiment_id: experiment,
    lifecycle_stage: 'active',
    run_id: id,
    run_name: run.name,
    run_uuid: id,
    source_name: 'Aioli Workbench',
    source_type: 4,
    source_version: '',
    start_time: begin,
    status: statuses[run.state],
    user_id: '',
  });
  mkdirSync(join(folder, 'artifacts'), { recursive: true });
  write(join(folder, 'tags', 'mlflow.runName'), run.name);
  write(join(folder, 'tags', 'aioli.run'), run.id);
  for (const [name, value] of Object.entries(run.settings)) write(join(folder, 'params', safe(name)), String(value));
  for (const { name, points } of run.metrics)
    write(
      join(folder, 'metrics', ...name.split('/').map(safe)),
      points.map(({ step, value, at }) => `${millisecondsOf(at) ?? begin} ${numberText(value)} ${step}\n`).join(''),
    );
}

function readFolder(folder: string): LoggedRun {
  const meta = readMeta(join(folder, 'meta.yaml'));
  const tag = join(folder, 'tags', 'mlflow.runName');
  const id = meta.get('run_id') ?? '';
  return {
    id,
    name: meta.get('run_name') || (existsSync(tag) ? readFileSync(tag, 'utf8') : id),
    settings: Object.fromEntries(
      filesUnder(join(folder, 'params')).map(({ name, file }) => [name, readFileSync(file, 'utf8')]),
    ),
    state: stateOf(meta.get('status')),
    startedAt: isoOf(Number(meta.get('start_time'))),
    endedAt: isoOf(Number(meta.get('end_time'))),
    metrics: filesUnder(join(folder, 'metrics')).map(({ name, file }) => ({ name, points: readPoints(file) })),
  };
}

function readPoints(file: string): LoggedMetric['points'] {
  const points = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, i) => {
      const [at, value, step = '0'] = line.split(' ');
      if (value === undefined || !Number.isFinite(Number(at)) || !Number.isInteger(Number(step)))
        throw malformed(file, `line ${i + 1} is not "time value step"`);
      return { step: Number(step), value: Number(value.replace(/^nan$/i, 'NaN')), at: isoOf(Number(at)) };
    });
  return inOrder(points);
}

interface RunRow {
  readonly id: string;
  readonly name: string | null;
  readonly status: string | null;
  readonly start: number | null;
  readonly end: number | null;
}

function readDatabase(db: Database): LoggedRun[] {
  const params = db.prepare<[string], { key: string; value: string }>(
    'SELECT key, value FROM params WHERE run_uuid = ? ORDER BY key',
  );
  const metrics = db.prepare<
    [string],
    { key: string; value: number; timestamp: number; step: number; is_nan: number | null }
  >('SELECT key, value, timestamp, step, is_nan FROM metrics WHERE run_uuid = ? ORDER BY key, step, timestamp');
  return db
    .prepare<[], RunRow>(
      `SELECT run_uuid AS id, name, status, start_time AS start, end_time AS end FROM runs
       WHERE lifecycle_stage IS NOT 'deleted' ORDER BY start_time, run_uuid`,
    )
    .all()
    .map(({ id, name, status, start, end }) => ({
      id,
      name: name || id,
      settings: Object.fromEntries(params.all(id).map(({ key, value }) => [key, value])),
      state: stateOf(status ?? undefined),
      startedAt: isoOf(start ?? NaN),
      endedAt: isoOf(end ?? NaN),
      metrics: [...Map.groupBy(metrics.all(id), ({ key }) => key)].map(([key, rows]) => ({
        name: key,
        points: inOrder(
          rows.map((row) => ({ step: row.step, value: row.is_nan ? NaN : row.value, at: isoOf(row.timestamp) })),
        ),
      })),
    }));
}

/** By step; the last value written for a step counts. */
function inOrder(points: LoggedMetric['points']): LoggedMetric['points'] {
  return [...new Map(points.map((point) => [point.step, point])).values()].sort((a, b) => a.step - b.step);
}

/** Folders of runs in and under a folder of experiments. */
function runFolders(place: string): string[] {
  if (!existsSync(place) || !statSync(place).isDirectory()) return [];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'meta.yaml')
    .map((entry) => entry.parentPath)
    .filter((folder) => {
      const meta = readMeta(join(folder, 'meta.yaml'));
      return meta.has('run_id') && meta.get('lifecycle_stage') !== 'deleted';
    })
    .sort();
}

/** The plain `name: value` lines of a meta.yaml, which are all that a run's holds. */
function readMeta(file: string): Map<string, string> {
  const lines = readFileSync(file, 'utf8').split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, unquoted(value!)] as const];
    }),
  );
}

function unquoted(value: string): string {
  if (value.startsWith("'")) return value.slice(1, -1).replaceAll("''", "'");
  return value.startsWith('"') ? (JSON.parse(value) as string) : value;
}

function filesUnder(folder: string): { readonly name: string; readonly file: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ name: relative(folder, file).replaceAll(sep, '/'), file }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function writeText(file: string, values: Record<string, string | number | null>): void {
  const lines = Object.entries(values).map(([name, value]) => {
    const isPlace = name === 'artifact_location' || name === 'artifact_uri';
    const shown = isPlace ? pathToFileURL(join(dirname(file), 'artifacts')).href : value;
    return `${name}: ${typeof shown === 'string' ? `'${shown.replaceAll("'", "''")}'` : String(shown)}\n`;
  });
  write(file, lines.join(''));
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A name as MLflow takes it: letters, digits, `_`, `-`, `.`, space and `:`. */
function safe(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_\-. :]/g, '_');
}
function numberText(value: number): string {
  return Number.isNaN(value) ? 'nan' : value === Infinity ? 'inf' : value === -Infinity ? '-inf' : String(value);
}
function stateOf(status: string | undefined): LoggedRun['state'] {
  if (status === '3' || status === 'FINISHED') return 'finished';
  return status === '4' || status === '5' || status === 'FAILED' || status === 'KILLED' ? 'failed' : 'running';
}
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
function millisecondsOf(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso);
}
function isoOf(milliseconds: number): string | null {
  return Number.isFinite(milliseconds) && milliseconds > 0 ? new Date(milliseconds).toISOString() : null;
}

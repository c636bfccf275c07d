/**
 * Fills a workspace with as many runs as asked, as long as asked. A real study comes first (real groups, methods and
 * engine, trained in a world of known law); its runs are then made longer, and copied inside SQLite, because training
 * them would take years.
 */
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { randomFor } from '#base/random';
import type { StepRecord } from '#contract/trainer';
import { openStore } from '../src/engine/store/index.ts';
import { sevenGroupStudy, writeStudy } from '../src/engine/testing/write-study.ts';

export const groups = 3;
const seeds = 5;
const studySteps = 200;
/** Steps of the longest run, in pieces that blocks fit into evenly. */
const longPiece = 102_400;
export const longRun = { id: 'f'.repeat(16), pieces: 10, steps: 10 * longPiece };

/** Tables of a run that are copied with it; the run's id is their first column. */
const partsOfRun = ['evaluation', 'stretch', 'transcript', 'note', 'run_event', 'step_block', 'machine_sample'];

/** @param steps of each run, at least as many as the study has */
export async function fillStore(folder: string, runs: number, steps: number): Promise<void> {
  const study = { ...sevenGroupStudy, name: 'Study 1', groups, seeds, steps: studySteps };
  await writeStudy(folder, study);
  const file = join(folder, 'workspace.sqlite');
  lengthen(file, steps);
  multiply(file, Math.ceil(runs / (seeds * study.methods.length)));
}

/** A step as training leaves it: losses that fall and jump, a batch divided among the groups. */
export function madeUpStep(step: number, random: { next: () => number }): StepRecord {
  const groupLosses = Array.from(
    { length: groups },
    (_, group) => 1.5 + group / 10 + 4 / Math.sqrt(1 + step / 50) + random.next() / 3,
  );
  return {
    step,
    loss: groupLosses.reduce((sum, loss) => sum + loss, 0) / groups,
    gradientNorm: Math.fround(random.next()),
    learningRate: 1e-3 * (1 + Math.cos(step / 4000)),
    counts: [6, 5, 5],
    groupLosses,
  };
}

/** Gives the runs of the study so many steps, and one of them a great many. */
function lengthen(file: string, steps: number): void {
  const store = openStore(file);
  const ids = store.runs.summaries().map(({ id }) => id);
  const put = (run: string, count: number): void =>
    store.transaction(() => {
      const random = randomFor(0, run);
      store.stepMetrics.cut(run, 0);
      store.stepMetrics.add(
        run,
        Array.from({ length: count }, (_, step) => madeUpStep(step + 1, random)),
      );
      store.stepMetrics.fold(run);
    });
  for (const id of ids) put(id, steps);
  store.runs.add({ ...store.runs.get(ids[0]!)!, id: longRun.id, label: 'A million steps' }, new Date().toISOString());
  store.runs.setState(longRun.id, 'finished', { endedAt: new Date().toISOString() });
  put(longRun.id, longPiece);
  store.close();
  const db = new Sqlite(file);
  const factor = Math.floor(steps / studySteps);
  const setSteps = (where: string, to: number) =>
    db.exec(`UPDATE run SET step = ${to}, steps = ${to}, spec = json_set(spec, '$.steps', ${to}) WHERE ${where}`);
  db.transaction(() => {
    for (const table of ['evaluation', 'stretch', 'note'])
      db.exec(`UPDATE ${table} SET step = -step * ${factor}; UPDATE ${table} SET step = -step`);
    db.exec(`UPDATE stretch SET from_step = from_step * ${factor}`);
    setSteps('true', steps);
    setSteps(`id = '${longRun.id}'`, longRun.steps);
    const columns = columnsOf(db, 'step_block').join(', ');
    for (let piece = 1; piece < longRun.pieces; piece++)
      db.exec(`INSERT INTO step_block (${columns})
        SELECT ${columns.replace('first', `first + ${piece * longPiece}`)} FROM step_block
        WHERE run = '${longRun.id}' AND first <= ${longPiece}`);
    for (const table of ['evaluation', 'stretch'])
      db.exec(`INSERT INTO ${table} SELECT '${longRun.id}', ${columnsOf(db, table).slice(1).join(', ')} FROM ${table}
        WHERE run = '${ids[0]!}'`);
    db.exec(
      `INSERT INTO experiment_run SELECT experiment, method_index, 99, '${longRun.id}' FROM experiment_run WHERE run = '${ids[0]!}'`,
    );
  })();
  db.close();
}

/** Copies the study until there are so many: experiment, runs, and all that belongs to them. */
function multiply(file: string, studies: number): void {
  const db = new Sqlite(file);
  const runColumns = columnsOf(db, 'run')
    .filter((column) => !['id', 'position', 'turn'].includes(column))
    .join(', ');
  const base = db.prepare<[], string>(`SELECT id FROM run WHERE id <> '${longRun.id}' ORDER BY position`).pluck().all();
  const experiment = db.prepare<[], string>('SELECT id FROM experiment').pluck().get()!;
  for (let study = 1; study < studies; study++) {
    const renamed = (column: string) => `'${study.toString(16).padStart(4, '0')}' || substr(${column}, 5)`;
    db.transaction(() => {
      const ofBase = `IN (${base.map((id) => `'${id}'`).join(', ')})`;
      db.exec(`INSERT INTO run (id, position, turn, ${runColumns})
        SELECT ${renamed('id')}, position + ${study * 1000}, turn + ${study * 1000}, ${runColumns} FROM run WHERE id ${ofBase}`);
      db.exec(`INSERT INTO experiment (id, name, content, created_at)
        SELECT ${renamed('id')}, 'Study ${study + 1}', json_set(content, '$.name', 'Study ${study + 1}'), created_at FROM experiment WHERE id = '${experiment}'`);
      db.exec(`INSERT INTO experiment_run (experiment, method_index, seed, run)
        SELECT ${renamed('experiment')}, method_index, seed, ${renamed('run')} FROM experiment_run WHERE experiment = '${experiment}' AND run ${ofBase}`);
      for (const table of partsOfRun) {
        const columns = columnsOf(db, table).filter((column) => column !== 'id');
        db.exec(`INSERT INTO ${table} (${columns.join(', ')})
          SELECT ${columns.map((column) => (column === 'run' ? renamed('run') : column)).join(', ')} FROM ${table} WHERE run ${ofBase}`);
      }
    })();
    if (study % 50 === 0) db.pragma('wal_checkpoint(TRUNCATE)');
  }
  db.exec('ANALYZE');
  db.close();
}

function columnsOf(db: Sqlite.Database, table: string): readonly string[] {
  return db.prepare<[string], string>('SELECT name FROM pragma_table_info(?) ORDER BY cid').pluck().all(table);
}

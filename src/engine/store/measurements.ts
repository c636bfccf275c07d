import type { Database } from 'better-sqlite3';
import type { LawMeasurement, MeasuredModel, MeasurementId, RunId } from '#contract/api';
import type { Losses, Matrix } from '#mixing/method';
import { fromExactJson, toExactJson } from './exact-json.ts';

/** Where a law is measured. */
export interface Point {
  readonly run: RunId;
  readonly model: MeasuredModel;
  /** Of the model. */
  readonly step: number;
  /** Of each child. */
  readonly steps: number;
}

/** A measurement as it is first written. */
export interface NewMeasurement extends Point {
  readonly id: MeasurementId;
  readonly sweep: LawMeasurement['sweep'];
  /** Proportions of each child. */
  readonly mixtures: Matrix;
}

export interface StoredMeasurement extends NewMeasurement {
  readonly state: LawMeasurement['state'];
  readonly problem: string | null;
  readonly parent: Losses | null;
  /** One per mixture; null until the child is done. */
  readonly losses: readonly (Losses | null)[];
  readonly A: Matrix | null;
  readonly r2: readonly (number | null)[] | null;
  readonly computedSteps: number;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

interface Row {
  readonly id: string;
  readonly run: string;
  readonly model: MeasuredModel;
  readonly step: number;
  readonly steps: number;
  readonly sweep: LawMeasurement['sweep'];
  readonly mixtures: string;
  readonly state: LawMeasurement['state'];
  readonly problem: string | null;
  readonly parent: string | null;
  readonly a: string | null;
  readonly r2: string | null;
  readonly computed_steps: number;
  readonly created_at: string;
  readonly ended_at: string | null;
}

/** Laws measured from points of runs, with the children that they were fitted to. */
export function measurementsIn(db: Database) {
  const insert = db.prepare(
    `INSERT OR IGNORE INTO law_measurement (id, run, model, step, steps, sweep, mixtures, state, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', ?)`,
  );
  const get = db.prepare<[string], Row>('SELECT * FROM law_measurement WHERE id = ?');
  const ofRun = db.prepare<[string], Row>(
    "SELECT * FROM law_measurement WHERE run = ? AND sweep <> 'gradient' ORDER BY step, created_at, id",
  );
  const inState = db.prepare<[string], Row>('SELECT * FROM law_measurement WHERE state = ? ORDER BY created_at, id');
  const children = db.prepare<[string], { position: number; losses: string }>(
    'SELECT position, losses FROM law_child WHERE measurement = ?',
  );
  const setState = db.prepare('UPDATE law_measurement SET state = ?, problem = ?, ended_at = ? WHERE id = ?');
  const setParent = db.prepare('UPDATE law_measurement SET parent = ? WHERE id = ?');
  const setLaw = db.prepare('UPDATE law_measurement SET a = ?, r2 = ? WHERE id = ?');
  const addSteps = db.prepare('UPDATE law_measurement SET computed_steps = computed_steps + ? WHERE id = ?');
  const insertChild = db.prepare('INSERT OR IGNORE INTO law_child (measurement, position, losses) VALUES (?, ?, ?)');
  const setGradient = db.prepare(
    `INSERT OR REPLACE INTO law_measurement (id, run, model, step, steps, sweep, mixtures, state, a, created_at, ended_at)
     VALUES (?, ?, ?, ?, ?, 'gradient', '[]', 'finished', ?, ?, ?)`,
  );
  const gradient = db.prepare<[string, string, number, number], { a: string }>(
    "SELECT a FROM law_measurement WHERE run = ? AND model = ? AND step = ? AND steps = ? AND sweep = 'gradient'",
  );
  const removeLonelyGradients = db.prepare(
    `DELETE FROM law_measurement AS estimate WHERE run = ? AND sweep = 'gradient' AND NOT EXISTS (
       SELECT 1 FROM law_measurement AS one WHERE one.sweep <> 'gradient' AND one.run = estimate.run
         AND one.model = estimate.model AND one.step = estimate.step AND one.steps = estimate.steps)`,
  );
  const requeue = db.prepare("UPDATE law_measurement SET state = 'queued' WHERE state = 'running'");
  const remove = db.prepare('DELETE FROM law_measurement WHERE id = ?');

  const toMeasurement = (row: Row): StoredMeasurement => {
    const mixtures = JSON.parse(row.mixtures) as Matrix;
    const done = new Map(children.all(row.id).map(({ position, losses }) => [position, losses]));
    return {
      id: row.id,
      run: row.run,
      model: row.model,
      step: row.step,
      steps: row.steps,
      sweep: row.sweep,
      mixtures,
      state: row.state,
      problem: row.problem,
      parent: parsed(row.parent) as Losses | null,
      losses: mixtures.map((_p, position) => parsed(done.get(position) ?? null) as Losses | null),
      A: parsed(row.a) as Matrix | null,
      r2: parsed(row.r2) as StoredMeasurement['r2'],
      computedSteps: row.computed_steps,
      createdAt: row.created_at,
      endedAt: row.ended_at,
    };
  };

  return {
    /** Queues a measurement; one that is there already stays as it is. */
    add: (m: NewMeasurement, at: string): void =>
      void insert.run(m.id, m.run, m.model, m.step, m.steps, m.sweep, JSON.stringify(m.mixtures), at),
    get: (id: MeasurementId): StoredMeasurement | null => {
      const row = get.get(id);
      return row ? toMeasurement(row) : null;
    },
    ofRun: (run: RunId): readonly StoredMeasurement[] => ofRun.all(run).map(toMeasurement),
    inState: (state: LawMeasurement['state']): readonly MeasurementId[] => inState.all(state).map(({ id }) => id),
    setState: (
      id: MeasurementId,
      state: LawMeasurement['state'],
      problem: string | null = null,
      endedAt: string | null = null,
    ): void => void setState.run(state, problem, endedAt, id),
    setParent: (id: MeasurementId, losses: Losses): void => void setParent.run(toExactJson(losses), id),
    setLaw: (id: MeasurementId, { A, r2 }: { A: Matrix; r2: readonly (number | null)[] }): void =>
      void setLaw.run(toExactJson(A), toExactJson(r2), id),
    addChild: (id: MeasurementId, position: number, losses: Losses): void =>
      void insertChild.run(id, position, toExactJson(losses)),
    addSteps: (id: MeasurementId, steps: number): void => void addSteps.run(steps, id),
    /** What a killed engine left behind as running waits again. */
    requeueRunning: (): void => void requeue.run(),
    /** With the estimate at its point, when nothing else is measured there. */
    remove: (id: MeasurementId): void => {
      const run = get.get(id)?.run;
      remove.run(id);
      if (run !== undefined) removeLonelyGradients.run(run);
    },
    /** Keeps what gradients at a point say; one for all measurements there with children of that length. */
    setGradient: (id: string, { run, model, step, steps }: Point, A: Matrix, at: string): void =>
      void setGradient.run(id, run, model, step, steps, toExactJson(A), at, at),
    gradientAt: ({ run, model, step, steps }: Point): Matrix | null =>
      parsed(gradient.get(run, model, step, steps)?.a ?? null) as Matrix | null,
  };
}

function parsed(json: string | null): unknown {
  return json === null ? null : fromExactJson(json);
}

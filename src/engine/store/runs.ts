import type { Database } from 'better-sqlite3';
import type { ExperimentId, RunId, RunState, RunSummary } from '#contract/api';
import type { BackendId } from '#contract/trainer';
import type { Cost } from '#mixing/method';
import type { RunSpec } from '../run-spec.ts';
import { kept } from './experiments.ts';

/** A run as it is first written. */
export interface NewRun {
  readonly id: RunId;
  readonly method: string;
  readonly label: string;
  readonly spec: RunSpec;
  readonly cost: Cost;
}

export interface StoredRun extends NewRun {
  readonly seed: number;
  readonly state: RunState;
  readonly step: number;
  readonly steps: number;
  /** Steps that the method has spent besides the final run, shared trials included. */
  readonly learningSteps: number;
  /** Steps that this run computed itself. */
  readonly computedSteps: number;
  /** Time spent training and evaluating. */
  readonly seconds: number;
  readonly loss: number | null;
  readonly tokensPerSecond: number | null;
  readonly problem: string | null;
  readonly backend: BackendId | null;
  /** What it trained on last, in words. */
  readonly device: string | null;
  readonly resumes: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly isHeld: boolean;
  /** What it was expected to take when it first started. */
  readonly expectedSeconds: number | null;
}

/** Numbers of a run that move while it trains. */
export interface RunProgress {
  readonly step: number;
  readonly learningSteps: number;
  readonly computedSteps: number;
  readonly seconds: number;
  readonly loss: number | null;
  readonly tokensPerSecond: number | null;
}

/** What a run's end, pause or start writes beside its state. */
export interface StateChange {
  readonly problem?: string | null;
  readonly startedAt?: string;
  readonly endedAt?: string | null;
}

interface Row extends Omit<StoredRun, 'spec' | 'cost' | 'isHeld'> {
  readonly spec: string;
  readonly cost: string;
  readonly held: number;
}

interface SummaryRow extends Omit<RunSummary, 'choice' | 'secondsLeft' | 'isHeld' | 'waitsFor' | 'sharedStart'> {
  readonly choice: string;
  readonly held: number;
  readonly startTitle: string | null;
  readonly startStep: number;
  readonly startLearningSteps: number;
}

/** Time that runs took for the steps that they computed. */
export interface Pace {
  readonly spec: RunSpec;
  readonly seconds: number;
  readonly computedSteps: number;
}

const interrupted =
  'The engine that trained it has ended. It goes on from its checkpoint when the workspace is opened.';

const columns = `r.id, r.method, r.label, r.seed, r.state, r.step, r.steps, r.learning_steps AS learningSteps,
  r.loss, r.tokens_per_second AS tokensPerSecond, r.problem, r.backend, r.resumes, r.held,
  r.started_at AS startedAt, r.ended_at AS endedAt`;

/** Of the experiments that share a run, the one that was made first stands in its summary. */
const summaryFrom = `SELECT ${columns}, r.spec ->> '$.choice' AS choice,
    coalesce(e.id, '') AS experiment, coalesce(e.name, '') AS experimentName,
    s.source_title AS startTitle, s.step AS startStep, s.learning_steps AS startLearningSteps
  FROM run r
  LEFT JOIN shared_start s ON s.run = r.id
  LEFT JOIN experiment e ON e.id =`;
export const firstExperiment = `(
    SELECT er.experiment FROM experiment_run er JOIN experiment x ON x.id = er.experiment
    WHERE er.run = r.id AND ${kept('experiment', 'x.id')} ORDER BY x.created_at, x.rowid LIMIT 1)`;

/** Not in the trash, nor are all the experiments that hold it. */
export const shown = (run: string): string => `(${kept('run', run)} AND (
    EXISTS (SELECT 1 FROM experiment_run held WHERE held.run = ${run} AND ${kept('experiment', 'held.experiment')})
    OR NOT EXISTS (SELECT 1 FROM experiment_run held WHERE held.run = ${run})))`;

/** @param isEngineAlive whether what is stored as running really trains; otherwise it waits, and is read so */
export function runsIn(db: Database, isEngineAlive: () => boolean) {
  const insert = db.prepare(
    `INSERT OR IGNORE INTO run (id, position, turn, method, label, seed, spec, cost, state, steps, created_at)
     VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM run), (SELECT coalesce(max(turn), 0) + 1 FROM run),
       ?, ?, ?, ?, ?, 'queued', ?, ?)`,
  );
  const get = db.prepare<[string], Row>(
    `SELECT ${columns}, r.spec, r.cost, r.computed_steps AS computedSteps, r.seconds, r.device,
       r.expected_seconds AS expectedSeconds FROM run r WHERE r.id = ?`,
  );
  const summary = db.prepare<[string], SummaryRow>(`${summaryFrom} ${firstExperiment} WHERE r.id = ?`);
  const summaries = db.prepare<[], SummaryRow>(
    `${summaryFrom} ${firstExperiment} WHERE ${shown('r.id')} ORDER BY r.position`,
  );
  const summariesOf = db.prepare<[string, string], SummaryRow>(
    `${summaryFrom} ? WHERE r.id IN (SELECT run FROM experiment_run WHERE experiment = ?)
     AND ${kept('run', 'r.id')} ORDER BY r.position`,
  );
  const inStates = db.prepare<[RunState, RunState], { id: string; held: number }>(
    `SELECT id, held FROM run WHERE state IN (?, ?) AND ${shown('run.id')} ORDER BY turn`,
  );
  const turns = db.prepare<[string], { turn: number }>(
    'SELECT turn FROM run WHERE id IN (SELECT value FROM json_each(?)) ORDER BY turn',
  );
  const setTurn = db.prepare('UPDATE run SET turn = ? WHERE id = ?');
  const setHeld = db.prepare('UPDATE run SET held = ? WHERE id = ?');
  const setExpected = db.prepare('UPDATE run SET expected_seconds = ? WHERE id = ?');
  const paces = db.prepare<[], { spec: string; seconds: number; computedSteps: number }>(
    `SELECT spec, seconds, computed_steps AS computedSteps FROM run
     WHERE computed_steps > 0 AND seconds > 0 AND ${kept('run', 'run.id')}
     ORDER BY state = 'running' DESC, ended_at DESC LIMIT 24`,
  );
  const count = db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM run WHERE ${shown('run.id')}`);
  const startingWith = db.prepare<[string], { id: string }>(
    "SELECT id FROM run WHERE id LIKE ? || '%' ORDER BY position LIMIT 2",
  );
  const setState = db.prepare(
    `UPDATE run SET state = @state,
       problem = iif(@setProblem, @problem, problem),
       started_at = coalesce(started_at, @startedAt),
       ended_at = iif(@setEnded, @endedAt, ended_at) WHERE id = @id`,
  );
  const setProgress = db.prepare(
    `UPDATE run SET step = @step, learning_steps = @learningSteps, computed_steps = @computedSteps,
       seconds = @seconds, loss = @loss, tokens_per_second = @tokensPerSecond WHERE id = @id`,
  );
  const setSeconds = db.prepare('UPDATE run SET seconds = ? WHERE id = ?');
  const setBackend = db.prepare('UPDATE run SET backend = ?, device = ? WHERE id = ?');
  const resumed = db.prepare('UPDATE run SET resumes = resumes + 1 WHERE id = ?');
  const requeue = db.prepare("UPDATE run SET state = 'queued' WHERE state = 'running'");
  const orphans = db.prepare<[], { id: string }>(
    'SELECT id FROM run WHERE NOT EXISTS (SELECT 1 FROM experiment_run er WHERE er.run = run.id)',
  );
  const remove = db.prepare('DELETE FROM run WHERE id = ?');
  const textsOf = db
    .prepare<[string], string | null>(
      `SELECT DISTINCT g.value ->> '$.version' FROM run, json_each(iif(json_valid(spec), spec, '{}'), '$.groups') g
       WHERE run.id = ?`,
    )
    .pluck();
  const usesVersion = db.prepare<[string]>(
    `SELECT 1 FROM run WHERE state NOT IN ('finished', 'diverged') AND EXISTS (
       SELECT 1 FROM json_each(iif(json_valid(run.spec), run.spec, '{}'), '$.groups') g WHERE g.value ->> '$.version' = ?) LIMIT 1`,
  );
  /** Those in one state, as it is and not as a killed engine left it. */
  const inState = (state: RunState): readonly { readonly id: RunId; readonly held: number }[] => {
    if (isEngineAlive()) return inStates.all(state, state);
    if (state === 'running') return [];
    return inStates.all(state, state === 'queued' ? 'running' : state);
  };
  const asItIs = <R extends { readonly state: RunState; readonly problem: string | null }>(row: R): R =>
    row.state === 'running' && !isEngineAlive() ? { ...row, state: 'queued', problem: interrupted } : row;

  return {
    /** Queues a run; one that is there already stays as it is. */
    add: (run: NewRun, at: string): void =>
      void insert.run(
        run.id,
        run.method,
        run.label,
        run.spec.seed,
        JSON.stringify(run.spec),
        JSON.stringify(run.cost),
        run.spec.steps,
        at,
      ),
    get: (id: RunId): StoredRun | null => {
      const row = get.get(id);
      if (!row) return null;
      const { held, spec, cost, ...run } = asItIs(row);
      return { ...run, isHeld: held === 1, spec: JSON.parse(spec) as RunSpec, cost: JSON.parse(cost) as Cost };
    },
    summary: (id: RunId): RunSummary | null => {
      const row = summary.get(id);
      return row ? toSummary(asItIs(row)) : null;
    },
    summaries: (experiment?: ExperimentId): readonly RunSummary[] =>
      (experiment === undefined ? summaries.all() : summariesOf.all(experiment, experiment)).map((row) =>
        toSummary(asItIs(row)),
      ),
    /** In the order of the queue. */
    inState: (state: RunState): readonly RunId[] => inState(state).map(({ id }) => id),
    /** Of those that wait, in the order of the queue. */
    held: (): readonly RunId[] => inState('queued').flatMap(({ id, held }) => (held === 1 ? [id] : [])),
    setHeld: (id: RunId, isHeld: boolean): void => void setHeld.run(isHeld ? 1 : 0, id),
    /** Gives these runs, in this order, the turns that they have together. */
    order: (ids: readonly RunId[]): void => {
      const free = turns.all(JSON.stringify(ids));
      ids.forEach((id, i) => setTurn.run(free[i]!.turn, id));
    },
    expect: (id: RunId, seconds: number): void => void setExpected.run(seconds, id),
    /** Of runs that train now and that ended lately. */
    paces: (): readonly Pace[] => paces.all().map((row) => ({ ...row, spec: JSON.parse(row.spec) as RunSpec })),
    count: (): number => count.get()!.n,
    /** Up to two ids that begin so. */
    startingWith: (start: string): readonly RunId[] =>
      startingWith.all(start.replaceAll(/[%_]/g, '')).map((row) => row.id),
    setState: (id: RunId, state: RunState, change: StateChange = {}): void =>
      void setState.run({
        id,
        state,
        setProblem: 'problem' in change ? 1 : 0,
        problem: change.problem ?? null,
        startedAt: change.startedAt ?? null,
        setEnded: 'endedAt' in change ? 1 : 0,
        endedAt: change.endedAt ?? null,
      }),
    setProgress: (id: RunId, progress: RunProgress): void => void setProgress.run({ id, ...progress }),
    setSeconds: (id: RunId, seconds: number): void => void setSeconds.run(seconds, id),
    setBackend: (id: RunId, backend: BackendId, device: string): void => void setBackend.run(backend, device, id),
    countResume: (id: RunId): void => void resumed.run(id),
    /** Runs that a killed engine left behind as running wait again. @returns which */
    requeueRunning: (): readonly RunId[] => {
      const left = inStates.all('running', 'running').map(({ id }) => id);
      requeue.run();
      return left;
    },
    /** Runs that no experiment holds any more. */
    orphans: (): readonly RunId[] => orphans.all().map((row) => row.id),
    remove: (id: RunId): void => void remove.run(id),
    /** Versions of the texts that a run trains on; none when its record cannot be read. */
    textsOf: (id: RunId): readonly string[] => textsOf.all(id).filter((version) => version !== null),
    /** Whether a run that may still train needs this text. */
    needText: (version: string): boolean => usesVersion.get(version) !== undefined,
  };
}

function toSummary({ held, choice, startTitle, startStep, startLearningSteps, ...row }: SummaryRow): RunSummary {
  return {
    ...row,
    ...(startTitle !== null && {
      sharedStart: { title: startTitle, step: startStep, learningSteps: startLearningSteps },
    }),
    choice: JSON.parse(choice) as RunSummary['choice'],
    secondsLeft: null,
    isHeld: held === 1,
    waitsFor: null,
  };
}

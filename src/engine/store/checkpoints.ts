import type { Database } from 'better-sqlite3';
import type { RunId } from '#contract/api';

/** Where inside a train ask a checkpoint stands. */
export interface AskPosition {
  /** Steps of the ask that are done. */
  readonly steps: number;
  /** Sequences per group over those steps. */
  readonly counts: readonly number[];
  /** Sum over steps of count times mean loss, per group. */
  readonly lossSums: readonly number[];
  /** The stretch since the last evaluation point: steps of the subject before it, sequences per group. */
  readonly stretchFrom: number;
  readonly stretchCounts: readonly number[];
}

/** A place that a run can be taken up from. */
export interface Checkpoint {
  /** Name inside `checkpoints/<run>/`; null while the run has no model. */
  readonly file: string | null;
  readonly bytes: number;
  /** Transcript entries before it. */
  readonly entries: number;
  /** Null between asks. */
  readonly position: AskPosition | null;
  /** Steps of the subject. */
  readonly step: number;
  readonly learningSteps: number;
  readonly computedSteps: number;
}

interface Row extends Omit<Checkpoint, 'position'> {
  readonly position: string | null;
}

export function checkpointsIn(db: Database) {
  const put = db.prepare(
    `INSERT OR REPLACE INTO checkpoint
       (run, file, bytes, entries, position, step, learning_steps, computed_steps, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const get = db.prepare<[string], Row>(
    `SELECT file, bytes, entries, position, step, learning_steps AS learningSteps, computed_steps AS computedSteps
     FROM checkpoint WHERE run = ?`,
  );
  const remove = db.prepare('DELETE FROM checkpoint WHERE run = ?');
  return {
    put: (run: RunId, c: Checkpoint, at: string): void =>
      void put.run(
        run,
        c.file,
        c.bytes,
        c.entries,
        c.position && JSON.stringify(c.position),
        c.step,
        c.learningSteps,
        c.computedSteps,
        at,
      ),
    get: (run: RunId): Checkpoint | null => {
      const row = get.get(run);
      return row
        ? { ...row, position: row.position === null ? null : (JSON.parse(row.position) as AskPosition) }
        : null;
    },
    remove: (run: RunId): void => void remove.run(run),
  };
}

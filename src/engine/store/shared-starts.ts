import type { Database } from 'better-sqlite3';
import type { RunId } from '#contract/api';

/** Where a run went on from another one's work. */
export interface SharedStart {
  readonly source: RunId;
  /** What the other run was called then. */
  readonly sourceTitle: string;
  /** Transcript entries that were taken over. */
  readonly entries: number;
  /** Steps of the subject that were taken over. */
  readonly step: number;
  readonly learningSteps: number;
}

/** How much of a run's records belongs to a shared start. */
export interface SharedPart {
  readonly entries: number;
  /** Steps of the subject whose numbers are known. */
  readonly step: number;
  /** Last step of the stretches that are complete. */
  readonly stretchStep: number;
}

export function sharedStartsIn(db: Database) {
  const put = db.prepare(
    `INSERT OR REPLACE INTO shared_start (run, source, source_title, entries, step, learning_steps, shared_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const get = db.prepare<[string], SharedStart>(
    `SELECT source, source_title AS sourceTitle, entries, step, learning_steps AS learningSteps
     FROM shared_start WHERE run = ?`,
  );
  const remove = db.prepare('DELETE FROM shared_start WHERE run = ?');
  const recorded = db
    .prepare<[], string>(
      `SELECT id FROM run WHERE json_valid(spec) AND EXISTS (SELECT 1 FROM transcript t WHERE t.run = run.id)
       ORDER BY position`,
    )
    .pluck();
  const copies = [
    'INSERT INTO transcript SELECT @to, entry, ask, answer FROM transcript WHERE run = @from AND entry < @entries',
    'INSERT INTO note SELECT @to, entry, name, round, step, value FROM note WHERE run = @from AND entry < @entries',
    `INSERT INTO evaluation SELECT @to, split, step, losses, sequences
     FROM evaluation WHERE run = @from AND split = 'val' AND step <= @evaluatedStep`,
    `INSERT INTO stretch SELECT @to, step, from_step, asked, counts, measuring
     FROM stretch WHERE run = @from AND step <= @stretchStep`,
  ].map((sql) => db.prepare(sql));
  return {
    put: (run: RunId, { source, sourceTitle, entries, step, learningSteps }: SharedStart, at: string): void =>
      void put.run(run, source, sourceTitle, entries, step, learningSteps, at),
    get: (run: RunId): SharedStart | null => get.get(run) ?? null,
    remove: (run: RunId): void => void remove.run(run),
    /** Runs whose conversation has begun, in the order in which they were made. */
    recordedRuns: (): readonly RunId[] => recorded.all(),
    /** Copies what one run recorded up to there, but for its steps, into another that has recorded nothing. */
    copy: (from: RunId, to: RunId, { entries, step, stretchStep }: SharedPart): void => {
      const evaluatedStep = step > 0 ? step : -1; // before the first step a run evaluates its own subject
      for (const statement of copies) statement.run({ from, to, entries, stretchStep, evaluatedStep });
    },
  };
}

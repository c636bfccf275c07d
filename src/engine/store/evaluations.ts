import type { Database } from 'better-sqlite3';
import type { RunId } from '#contract/api';
import type { SplitLosses } from '#contract/trainer';

export interface StoredEvaluation extends SplitLosses {
  readonly step: number;
}

export type LossesAt = Pick<StoredEvaluation, 'step' | 'losses'>;

interface Row {
  readonly step: number;
  readonly losses: string;
  readonly sequences: string;
}

/** Losses of the subject per group at evaluation points. */
export function evaluationsIn(db: Database) {
  const insert = db.prepare('INSERT INTO evaluation (run, split, step, losses, sequences) VALUES (?, ?, ?, ?, ?)');
  const list = db.prepare<[string, string, number], Row>(
    'SELECT step, losses, sequences FROM evaluation WHERE run = ? AND split = ? AND step > ? ORDER BY step',
  );
  const last = db.prepare<[string, string], Row>(
    'SELECT step, losses, sequences FROM evaluation WHERE run = ? AND split = ? ORDER BY step DESC LIMIT 1',
  );
  const losses = db.prepare<[string, string], { step: number; losses: string }>(
    'SELECT step, losses FROM evaluation WHERE run = ? AND split = ? ORDER BY step',
  );
  const lastPass = db.prepare<[string, string], { step: number; losses: string }>(
    'SELECT step, losses FROM evaluation WHERE run = ? AND split = ? ORDER BY step DESC LIMIT 1',
  );
  const lastOfFinished = db.prepare<[string], { run: RunId; step: number; losses: string }>(
    `SELECT run, max(step) AS step, losses FROM evaluation
     WHERE split = ? AND run IN (SELECT id FROM run WHERE state = 'finished') GROUP BY run`,
  );
  const has = db.prepare<[string, string, number]>('SELECT 1 FROM evaluation WHERE run = ? AND split = ? AND step = ?');
  const cut = db.prepare('DELETE FROM evaluation WHERE run = ? AND step > ?');
  return {
    add: (run: RunId, split: 'val' | 'test', step: number, { losses, sequences }: SplitLosses): void =>
      void insert.run(run, split, step, JSON.stringify(losses), JSON.stringify(sequences)),
    after: (run: RunId, split: 'val' | 'test', step: number): readonly StoredEvaluation[] =>
      list.all(run, split, step).map(toEvaluation),
    last: (run: RunId, split: 'val' | 'test'): StoredEvaluation | null => {
      const row = last.get(run, split);
      return row ? toEvaluation(row) : null;
    },
    /** Without how many sequences they are over, in order of step. */
    losses: (run: RunId, split: 'val' | 'test'): readonly LossesAt[] => losses.all(run, split).map(toLosses),
    /** The last one, without how many sequences it is over; null before the first. */
    lastPass: (run: RunId, split: 'val' | 'test'): LossesAt | null => {
      const row = lastPass.get(run, split);
      return row ? toLosses(row) : null;
    },
    /** The last one of every finished run, many times as quick as one by one. */
    lastOfFinished: (split: 'val' | 'test'): ReadonlyMap<RunId, LossesAt> =>
      new Map(lastOfFinished.all(split).map((row) => [row.run, toLosses(row)])),
    has: (run: RunId, split: 'val' | 'test', step: number): boolean => has.get(run, split, step) !== undefined,
    cut: (run: RunId, step: number): void => void cut.run(run, step),
  };
}

function toLosses({ step, losses }: Pick<Row, 'step' | 'losses'>): LossesAt {
  return { step, losses: JSON.parse(losses) as number[] };
}

function toEvaluation(row: Row): StoredEvaluation {
  return {
    step: row.step,
    losses: JSON.parse(row.losses) as number[],
    sequences: JSON.parse(row.sequences) as number[],
  };
}

import type { Database } from 'better-sqlite3';
import type { RunId } from '#contract/api';
import type { StepRecord } from '#contract/trainer';
import type { StepRange } from './step-metrics.ts';

/** JSON for lists. */
interface Row {
  readonly step: number;
  readonly loss: number;
  readonly gradient_norm: number;
  readonly learning_rate: number;
  readonly counts: string;
  readonly group_losses: string;
}

/** Steps as an older version stored them, a row each; they become blocks in time, and none are added. */
export function stepRowsIn(db: Database) {
  const within = db.prepare<[string, number, number, number], Row>(
    `SELECT step, loss, gradient_norm, learning_rate, counts, group_losses FROM step_row
     WHERE run = ? AND step BETWEEN ? AND ? ORDER BY step LIMIT ?`,
  );
  const drop = db.prepare('DELETE FROM step_row WHERE run = ? AND step BETWEEN ? AND ?');
  const has = db.prepare<[string]>('SELECT 1 FROM step_row WHERE run = ? LIMIT 1');
  const next = db.prepare<[string], string>('SELECT run FROM step_row WHERE run > ? ORDER BY run LIMIT 1').pluck();
  return {
    /** In order. @param most of them, the first; all when left out */
    within: (run: RunId, { from, to }: StepRange, most = -1): readonly StepRecord[] =>
      within.all(run, from, to, most).map(toStep),
    drop: (run: RunId, { from, to }: StepRange): void => void drop.run(run, from, to),
    has: (run: RunId): boolean => has.get(run) !== undefined,
    /** The first run after this one, in the order of their ids, that has any. */
    next: (after: RunId): RunId | undefined => next.get(after),
  };
}

function toStep(row: Row): StepRecord {
  return {
    step: row.step,
    loss: row.loss,
    gradientNorm: row.gradient_norm,
    learningRate: row.learning_rate,
    counts: JSON.parse(row.counts) as number[],
    groupLosses: JSON.parse(row.group_losses) as (number | null)[],
  };
}

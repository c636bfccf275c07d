import type { Database } from 'better-sqlite3';
import type { RunId } from '#contract/api';
import type { StepRecord } from '#contract/trainer';

interface Row {
  readonly step: number;
  readonly loss: number;
  readonly gradient_norm: number;
  readonly learning_rate: number;
  readonly counts: string;
  readonly group_losses: string;
}

/** Optimiser steps of the subject. */
export function stepMetricsIn(db: Database) {
  const insert = db.prepare(
    `INSERT INTO step_metric (run, step, loss, gradient_norm, learning_rate, counts, group_losses)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const after = db.prepare<[string, number], Row>('SELECT * FROM step_metric WHERE run = ? AND step > ? ORDER BY step');
  const cut = db.prepare('DELETE FROM step_metric WHERE run = ? AND step > ?');
  return {
    add: (run: RunId, steps: readonly StepRecord[]): void => {
      for (const s of steps)
        insert.run(
          run,
          s.step,
          s.loss,
          s.gradientNorm,
          s.learningRate,
          JSON.stringify(s.counts),
          JSON.stringify(s.groupLosses),
        );
    },
    /** Steps after `step`, in order. */
    after: (run: RunId, step: number): readonly StepRecord[] => after.all(run, step).map(toStep),
    cut: (run: RunId, step: number): void => void cut.run(run, step),
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

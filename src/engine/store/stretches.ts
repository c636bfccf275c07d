import type { Database } from 'better-sqlite3';
import type { RunId } from '#contract/api';

/** Steps of the subject at one p, with what was really drawn. */
export interface Stretch {
  /** Steps taken before it. */
  readonly from: number;
  /** Its last step. */
  readonly step: number;
  readonly asked: readonly number[];
  /** Sequences drawn per group. */
  readonly counts: readonly number[];
}

interface Row {
  readonly step: number;
  readonly from_step: number;
  readonly asked: string;
  readonly counts: string;
}

export function stretchesIn(db: Database) {
  const insert = db.prepare('INSERT INTO stretch (run, step, from_step, asked, counts) VALUES (?, ?, ?, ?, ?)');
  const after = db.prepare<[string, number], Row>(
    'SELECT step, from_step, asked, counts FROM stretch WHERE run = ? AND step > ? ORDER BY step',
  );
  const cut = db.prepare('DELETE FROM stretch WHERE run = ? AND step > ?');
  return {
    add: (run: RunId, stretch: Stretch): void =>
      void insert.run(run, stretch.step, stretch.from, JSON.stringify(stretch.asked), JSON.stringify(stretch.counts)),
    after: (run: RunId, step: number): readonly Stretch[] =>
      after.all(run, step).map((row) => ({
        step: row.step,
        from: row.from_step,
        asked: JSON.parse(row.asked) as number[],
        counts: JSON.parse(row.counts) as number[],
      })),
    cut: (run: RunId, step: number): void => void cut.run(run, step),
  };
}

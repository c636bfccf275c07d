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
  /** Only perturbs the mixture to measure its effect. */
  readonly isMeasuring: boolean;
}

interface Row {
  readonly step: number;
  readonly from_step: number;
  readonly asked: string;
  readonly counts: string;
  readonly measuring: number;
}

export function stretchesIn(db: Database) {
  const insert = db.prepare(
    'INSERT INTO stretch (run, step, from_step, asked, counts, measuring) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const after = db.prepare<[string, number], Row>(
    'SELECT step, from_step, asked, counts, measuring FROM stretch WHERE run = ? AND step > ? ORDER BY step',
  );
  const lastAsked = db.prepare<[string], { asked: string }>(
    'SELECT asked FROM stretch WHERE run = ? AND measuring = 0 ORDER BY step DESC LIMIT 1',
  );
  const cut = db.prepare('DELETE FROM stretch WHERE run = ? AND step > ?');
  return {
    add: (run: RunId, stretch: Stretch): void =>
      void insert.run(
        run,
        stretch.step,
        stretch.from,
        JSON.stringify(stretch.asked),
        JSON.stringify(stretch.counts),
        stretch.isMeasuring ? 1 : 0,
      ),
    after: (run: RunId, step: number): readonly Stretch[] =>
      after.all(run, step).map((row) => ({
        step: row.step,
        from: row.from_step,
        asked: JSON.parse(row.asked) as number[],
        counts: JSON.parse(row.counts) as number[],
        isMeasuring: row.measuring === 1,
      })),
    /** Proportions of the last stretch that does not only measure; null before the first. */
    lastAsked: (run: RunId): readonly number[] | null => {
      const row = lastAsked.get(run);
      return row ? (JSON.parse(row.asked) as number[]) : null;
    },
    cut: (run: RunId, step: number): void => void cut.run(run, step),
  };
}

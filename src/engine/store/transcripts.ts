import type { Database } from 'better-sqlite3';
import type { RunId } from '#contract/api';
import type { Answer, Ask } from '#mixing/method';
import { fromExactJson, toExactJson } from './exact-json.ts';

export interface TranscriptEntry {
  readonly ask: Ask;
  readonly answer: Answer;
}

export function transcriptsIn(db: Database) {
  const insert = db.prepare('INSERT INTO transcript (run, entry, ask, answer) VALUES (?, ?, ?, ?)');
  const list = db.prepare<[string], { ask: string; answer: string }>(
    'SELECT ask, answer FROM transcript WHERE run = ? ORDER BY entry',
  );
  const toEntry = (row: { readonly ask: string; readonly answer: string }): TranscriptEntry => ({
    ask: JSON.parse(row.ask) as Ask,
    answer: fromExactJson(row.answer) as Answer,
  });
  const cut = db.prepare('DELETE FROM transcript WHERE run = ? AND entry >= ?');
  return {
    add: (run: RunId, entry: number, { ask, answer }: TranscriptEntry): void =>
      void insert.run(run, entry, JSON.stringify(ask), toExactJson(answer)),
    of: (run: RunId): readonly TranscriptEntry[] => list.all(run).map(toEntry),
    /** Entry by entry, for who may stop soon; nothing may be written meanwhile. */
    *each(run: RunId): Iterable<TranscriptEntry> {
      for (const row of list.iterate(run)) yield toEntry(row);
    },
    /** Keeps the first `entries` entries. */
    cut: (run: RunId, entries: number): void => void cut.run(run, entries),
  };
}

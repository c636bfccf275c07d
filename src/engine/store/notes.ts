import type { Database } from 'better-sqlite3';
import type { RunId, RunNote } from '#contract/api';
import type { NoteValue } from '#mixing/method';
import { fromExactJson, toExactJson } from './exact-json.ts';

export function notesIn(db: Database) {
  const insert = db.prepare('INSERT INTO note (run, entry, name, round, step, value) VALUES (?, ?, ?, ?, ?, ?)');
  const list = db.prepare<[string, number], { name: string; round: number; step: number; value: string }>(
    'SELECT name, round, step, value FROM note WHERE run = ? AND round > ? ORDER BY entry',
  );
  const last = db.prepare<[string, string], { value: string }>(
    'SELECT value FROM note WHERE run = ? AND name = ? ORDER BY entry DESC LIMIT 1',
  );
  const cut = db.prepare('DELETE FROM note WHERE run = ? AND entry >= ?');
  return {
    add: (run: RunId, entry: number, note: RunNote): void =>
      void insert.run(run, entry, note.name, note.round, note.step, toExactJson(note.value)),
    /** @param afterRound only what was noted in later rounds; everything when absent */
    of: (run: RunId, afterRound = -1): readonly RunNote[] =>
      list.all(run, afterRound).map((row) => ({ ...row, value: fromExactJson(row.value) as NoteValue })),
    /** What was noted last under a name; undefined when nothing was. */
    last: (run: RunId, name: string): NoteValue | undefined => {
      const row = last.get(run, name);
      return row && (fromExactJson(row.value) as NoteValue);
    },
    cut: (run: RunId, entries: number): void => void cut.run(run, entries),
  };
}

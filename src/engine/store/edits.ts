import type { Database } from 'better-sqlite3';

/** A call of the engine, as it can be stored and made later. */
export interface EditCall {
  readonly call: string;
  readonly args: readonly unknown[];
}

export interface StoredEdit {
  readonly id: number;
  readonly title: string;
  readonly undo: EditCall;
  readonly redo: EditCall;
}

interface Row {
  readonly id: number;
  readonly title: string;
  readonly undo: string;
  readonly redo: string;
}

export function editsIn(db: Database) {
  const columns = 'id, title, undo, redo';
  const insert = db.prepare('INSERT INTO edit (title, undo, redo, made_at) VALUES (?, ?, ?, ?)');
  const forgetUndone = db.prepare('DELETE FROM edit WHERE is_undone = 1');
  const newest = db.prepare<[], Row>(`SELECT ${columns} FROM edit WHERE is_undone = 0 ORDER BY id DESC LIMIT 1`);
  const oldestUndone = db.prepare<[], Row>(`SELECT ${columns} FROM edit WHERE is_undone = 1 ORDER BY id LIMIT 1`);
  const mark = db.prepare('UPDATE edit SET is_undone = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM edit WHERE id = ?');
  const forgetAbout = db.prepare('DELETE FROM edit WHERE instr(undo, @id) > 0 OR instr(redo, @id) > 0');
  return {
    /** Adds an edit after the newest that stands; those that were taken back can no longer be made again. */
    add: db.transaction((edit: Omit<StoredEdit, 'id'>, at: string): void => {
      forgetUndone.run();
      insert.run(edit.title, JSON.stringify(edit.undo), JSON.stringify(edit.redo), at);
    }),
    toUndo: (): StoredEdit | null => orNull(newest.get()),
    toRedo: (): StoredEdit | null => orNull(oldestUndone.get()),
    setUndone: (id: number, isUndone: boolean): void => void mark.run(isUndone ? 1 : 0, id),
    /** Edits of something that is gone for good can be neither taken back nor made again. */
    forgetAbout: (id: string): void => void forgetAbout.run({ id: JSON.stringify(id) }),
    remove: (id: number): void => void remove.run(id),
  };
}

function orNull(row: Row | undefined): StoredEdit | null {
  return row ? { ...row, undo: JSON.parse(row.undo) as EditCall, redo: JSON.parse(row.redo) as EditCall } : null;
}

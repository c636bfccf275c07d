import type { Database } from 'better-sqlite3';
import type { TrashKind } from '#contract/api';

/** Something removed that can be put back: its own row is still in its table, and lists leave it out. */
export interface StoredTrash {
  readonly kind: TrashKind;
  readonly id: string;
  /** What it was called. */
  readonly title: string;
  /** Why it was set aside at a start; null when a person removed it. */
  readonly problem: string | null;
  readonly trashedAt: string;
}

export function trashIn(db: Database) {
  const columns = 'kind, item AS id, title, problem, trashed_at AS trashedAt';
  const put = db.prepare('INSERT OR IGNORE INTO trash (kind, item, title, problem, trashed_at) VALUES (?, ?, ?, ?, ?)');
  const list = db.prepare<[], StoredTrash>(`SELECT ${columns} FROM trash ORDER BY trashed_at DESC, kind, item`);
  const get = db.prepare<[string, string], StoredTrash>(`SELECT ${columns} FROM trash WHERE kind = ? AND item = ?`);
  const remove = db.prepare('DELETE FROM trash WHERE kind = ? AND item = ?');
  return {
    /** What is in the trash already stays as it was put. */
    put: ({ kind, id, title, problem, trashedAt }: StoredTrash): void =>
      void put.run(kind, id, title, problem, trashedAt),
    list: (): readonly StoredTrash[] => list.all(),
    get: (kind: TrashKind, id: string): StoredTrash | null => get.get(kind, id) ?? null,
    remove: (kind: TrashKind, id: string): void => void remove.run(kind, id),
  };
}

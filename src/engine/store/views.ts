import type { Database } from 'better-sqlite3';
import type { SavedView, TableView } from '#contract/api';

interface Row {
  readonly name: string;
  readonly content: string;
}

/** Named views of the comparison, by name. */
export function viewsIn(db: Database) {
  const put = db.prepare('INSERT OR REPLACE INTO table_view (name, content, changed_at) VALUES (?, ?, ?)');
  const get = db.prepare<[string], Row>('SELECT name, content FROM table_view WHERE name = ?');
  const list = db.prepare<[], Row>('SELECT name, content FROM table_view ORDER BY name COLLATE NOCASE');
  const rename = db.prepare('UPDATE table_view SET name = ? WHERE name = ?');
  const remove = db.prepare('DELETE FROM table_view WHERE name = ?');
  return {
    put: (name: string, view: TableView, at: string): void => void put.run(name, JSON.stringify(view), at),
    get: (name: string): TableView | null => {
      const row = get.get(name);
      return row ? (JSON.parse(row.content) as TableView) : null;
    },
    list: (): readonly SavedView[] =>
      list.all().map(({ name, content }) => ({ name, view: JSON.parse(content) as TableView })),
    rename: (from: string, to: string): void => void rename.run(to, from),
    remove: (name: string): void => void remove.run(name),
  };
}

/** Saved views of the comparison; names, notes and tags of runs. */
export const views = `
-- What a person wrote about a run; no row while there is nothing.
CREATE TABLE run_remark (
  run TEXT PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  tags TEXT NOT NULL                    -- JSON, sorted
) STRICT, WITHOUT ROWID;

CREATE TABLE table_view (
  name TEXT PRIMARY KEY,
  content TEXT NOT NULL,                -- JSON TableView
  changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

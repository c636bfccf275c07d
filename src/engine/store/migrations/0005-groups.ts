/** Groups that are switched off, what their text was before, and what groups share. */
export const groups = `
ALTER TABLE text_group ADD COLUMN is_enabled INTEGER NOT NULL DEFAULT 1;

-- Every text that a group has had.
CREATE TABLE group_version (
  group_id TEXT NOT NULL REFERENCES text_group (id) ON DELETE CASCADE,
  version TEXT NOT NULL REFERENCES text (version),
  read_at TEXT NOT NULL,                -- when it was read first
  PRIMARY KEY (group_id, version)
) STRICT, WITHOUT ROWID;
INSERT INTO group_version (group_id, version, read_at) SELECT id, version, created_at FROM text_group;

-- How one text looks from another, in this direction; kept by content, so that it is computed once.
CREATE TABLE overlap (
  version TEXT NOT NULL,
  other TEXT NOT NULL,
  settings TEXT NOT NULL,               -- of the comparison: other settings, other numbers
  content TEXT NOT NULL,                -- JSON
  computed_at TEXT NOT NULL,
  PRIMARY KEY (version, other, settings)
) STRICT, WITHOUT ROWID;
`;

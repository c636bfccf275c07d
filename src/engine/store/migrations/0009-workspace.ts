/** The trash: what was removed and can still be put back, or was set aside because it cannot be read. */
export const workspace = `
CREATE TABLE trash (
  kind TEXT NOT NULL CHECK (kind IN ('group','experiment','run')),
  item TEXT NOT NULL,                   -- id in its own table, where the row stays until the trash is emptied
  title TEXT NOT NULL,                  -- what it was called; a group's own name is free for others meanwhile
  problem TEXT,                         -- why it was set aside, when no person removed it
  trashed_at TEXT NOT NULL,
  PRIMARY KEY (kind, item)
) STRICT, WITHOUT ROWID;
`;

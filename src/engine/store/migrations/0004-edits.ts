/** What a person changed, so that it can be taken back after the workspace was closed. */
export const edits = `
CREATE TABLE edit (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,                  -- as a person reads it after "undo"
  undo TEXT NOT NULL,                   -- JSON EditCall
  redo TEXT NOT NULL,                   -- JSON EditCall
  is_undone INTEGER NOT NULL DEFAULT 0, -- undone edits are the newest; a new edit removes them
  made_at TEXT NOT NULL
) STRICT;
`;

/** Runs that begin where another one's conversation and theirs part, instead of at their first step. */
export const sharing = `
CREATE TABLE shared_start (
  run TEXT PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
  source TEXT NOT NULL,                 -- id of the run whose work it goes on from; it may be gone since
  source_title TEXT NOT NULL,           -- what that run was called
  entries INTEGER NOT NULL,             -- transcript entries that were taken over
  step INTEGER NOT NULL,                -- of the subject
  learning_steps INTEGER NOT NULL,
  shared_at TEXT NOT NULL
) STRICT;
`;

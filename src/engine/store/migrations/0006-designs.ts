/** Designs of experiments: the form as it was left, templates, notes, and what was estimated before a start. */
export const designs = `
CREATE TABLE draft (
  id INTEGER PRIMARY KEY CHECK (id = 1), -- a workspace has one form
  content TEXT NOT NULL                  -- JSON Draft
) STRICT;

CREATE TABLE template (
  name TEXT PRIMARY KEY,
  design TEXT NOT NULL                   -- JSON, an experiment without groups and name
) STRICT;

CREATE TABLE experiment_note (
  experiment TEXT PRIMARY KEY REFERENCES experiment (id) ON DELETE CASCADE,
  text TEXT NOT NULL                     -- Markdown
) STRICT;

CREATE TABLE estimate (                  -- as it was when the experiment was first started
  experiment TEXT PRIMARY KEY REFERENCES experiment (id) ON DELETE CASCADE,
  content TEXT NOT NULL,                 -- JSON Estimate
  made_at TEXT NOT NULL
) STRICT;

CREATE TABLE timing (                    -- how finished runs compared with what their measured speed promised
  run TEXT PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
  key TEXT NOT NULL,                     -- of the calibration: machine, backend, model, batch
  kind TEXT NOT NULL,                    -- of work, e.g. "offline sweep"
  ratio REAL NOT NULL,                   -- seconds taken over seconds promised
  made_at TEXT NOT NULL
) STRICT;
CREATE INDEX timing_by_key ON timing (key, kind);
`;

/** Who made a trial, and laws measured from points of runs. */
export const measurements = `
ALTER TABLE trial ADD COLUMN run TEXT REFERENCES run (id) ON DELETE SET NULL;
ALTER TABLE trial ADD COLUMN entry INTEGER;
CREATE INDEX trials_of_run ON trial (run, entry);

CREATE TABLE law_measurement (
  id TEXT PRIMARY KEY,                  -- hash of run, model, step, steps and mixtures
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  model TEXT NOT NULL CHECK (model IN ('subject','proxy')),
  step INTEGER NOT NULL,                -- of the model, where the children branch off
  steps INTEGER NOT NULL,               -- of each child
  sweep TEXT NOT NULL,
  mixtures TEXT NOT NULL,               -- JSON: proportions of each child
  state TEXT NOT NULL CHECK (state IN ('queued','running','stopped','finished','failed')),
  problem TEXT,
  parent TEXT,                          -- JSON: losses at the step
  a TEXT,                               -- JSON: A*, rows evaluated
  r2 TEXT,                              -- JSON: one per group
  computed_steps INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  ended_at TEXT
) STRICT;
CREATE INDEX measurements_of_run ON law_measurement (run, step);

CREATE TABLE law_child (
  measurement TEXT NOT NULL REFERENCES law_measurement (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  losses TEXT NOT NULL,
  PRIMARY KEY (measurement, position)
) STRICT, WITHOUT ROWID;
`;

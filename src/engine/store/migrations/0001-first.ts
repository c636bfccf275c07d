/** The first layout of a workspace. Migrations are never edited after landing; a change is the next number. */
export const first = `
-- Ingested text, content-addressed: stays when its group is removed, because finished runs refer to it.
CREATE TABLE text (
  version TEXT PRIMARY KEY,
  documents INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  duplicates INTEGER NOT NULL,
  unigram_bits_per_byte REAL,
  splits TEXT NOT NULL,                 -- JSON { train, val, test: { documents, bytes } }
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE text_group (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  colour INTEGER NOT NULL,
  source TEXT NOT NULL,                 -- JSON GroupSource
  licence TEXT NOT NULL,
  version TEXT NOT NULL REFERENCES text (version),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE rejected_file (
  group_id TEXT NOT NULL REFERENCES text_group (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  file TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (group_id, position)
) STRICT, WITHOUT ROWID;

-- Token shards of one text under one tokenizer; the key names the folder.
CREATE TABLE shards (
  key TEXT PRIMARY KEY,
  version TEXT NOT NULL REFERENCES text (version),
  tokenizer TEXT NOT NULL,
  train INTEGER NOT NULL,
  val INTEGER NOT NULL,
  test INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX shards_of_text ON shards (version);

CREATE TABLE experiment (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  content TEXT NOT NULL,                -- JSON Experiment, every default filled in
  created_at TEXT NOT NULL
) STRICT;

-- The id is a hash of everything the run depends on, so that experiments share equal runs.
CREATE TABLE run (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL UNIQUE,     -- order of creation
  method TEXT NOT NULL,
  label TEXT NOT NULL,
  seed INTEGER NOT NULL,
  spec TEXT NOT NULL,                   -- JSON RunSpec
  cost TEXT NOT NULL,                   -- JSON Cost
  state TEXT NOT NULL CHECK (state IN ('queued','running','paused','stopped','finished','diverged','failed','lost')),
  step INTEGER NOT NULL DEFAULT 0,
  steps INTEGER NOT NULL,
  learning_steps INTEGER NOT NULL DEFAULT 0,
  computed_steps INTEGER NOT NULL DEFAULT 0,
  seconds REAL NOT NULL DEFAULT 0,
  loss REAL,
  tokens_per_second REAL,
  problem TEXT,
  backend TEXT,
  resumes INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  started_at TEXT,
  ended_at TEXT
) STRICT;
CREATE INDEX run_by_state ON run (state, position);

CREATE TABLE experiment_run (
  experiment TEXT NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
  method_index INTEGER NOT NULL,
  seed INTEGER NOT NULL,
  run TEXT NOT NULL REFERENCES run (id),
  PRIMARY KEY (experiment, method_index, seed)
) STRICT, WITHOUT ROWID;
CREATE INDEX experiments_of_run ON experiment_run (run);

-- What the method asked and what it was answered: the run's record, which resumes it by replay.
CREATE TABLE transcript (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  entry INTEGER NOT NULL,
  ask TEXT NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (run, entry)
) STRICT, WITHOUT ROWID;

CREATE TABLE note (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  entry INTEGER NOT NULL,               -- entry of the transcript
  name TEXT NOT NULL,
  round INTEGER NOT NULL,
  step INTEGER NOT NULL,                -- of the subject
  value TEXT NOT NULL,
  PRIMARY KEY (run, entry)
) STRICT, WITHOUT ROWID;

CREATE TABLE step_metric (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  loss REAL NOT NULL,
  gradient_norm REAL NOT NULL,
  learning_rate REAL NOT NULL,
  counts TEXT NOT NULL,
  group_losses TEXT NOT NULL,
  PRIMARY KEY (run, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE evaluation (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  split TEXT NOT NULL CHECK (split IN ('val','test')),
  step INTEGER NOT NULL,
  losses TEXT NOT NULL,
  sequences TEXT NOT NULL,
  PRIMARY KEY (run, split, step)
) STRICT, WITHOUT ROWID;

-- Stretches of the subject at one p, cut at evaluation points.
CREATE TABLE stretch (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,                -- last step of the stretch
  from_step INTEGER NOT NULL,           -- steps taken before it
  asked TEXT NOT NULL,
  counts TEXT NOT NULL,                 -- sequences drawn per group
  measuring INTEGER NOT NULL,           -- 1 for segments that only measure
  PRIMARY KEY (run, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoint (
  run TEXT PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
  file TEXT,                            -- NULL while the run has no model
  bytes INTEGER NOT NULL,
  entries INTEGER NOT NULL,             -- transcript entries before it
  position TEXT,                        -- JSON: where inside the train ask that follows; NULL between asks
  step INTEGER NOT NULL,
  learning_steps INTEGER NOT NULL,
  computed_steps INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

-- Short runs from scratch that methods ask for, shared by whoever asks again.
CREATE TABLE trial (
  key TEXT PRIMARY KEY,
  start TEXT NOT NULL,
  losses TEXT NOT NULL,
  steps INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE calibration (
  key TEXT PRIMARY KEY,
  content TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE log (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('info','warn','error')),
  run TEXT REFERENCES run (id) ON DELETE CASCADE,
  message TEXT NOT NULL
) STRICT;
CREATE INDEX log_of_run ON log (run, id);

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

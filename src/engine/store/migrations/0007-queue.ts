/** The order of the queue, runs that are held, what happened to runs, and how the computer did meanwhile. */
export const queue = `
ALTER TABLE run ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;   -- order in the queue; moved by hand
UPDATE run SET turn = position;
ALTER TABLE run ADD COLUMN held INTEGER NOT NULL DEFAULT 0;   -- 1: passed over until it is released
ALTER TABLE run ADD COLUMN device TEXT;                       -- what it trained on last, in words
ALTER TABLE run ADD COLUMN expected_seconds REAL;             -- estimate when it first started
CREATE INDEX run_by_turn ON run (state, turn);
CREATE INDEX run_turn ON run (turn);                          -- the last turn is asked for at each new run

ALTER TABLE log ADD COLUMN noise INTEGER NOT NULL DEFAULT 0;  -- 1: chatter of a library
UPDATE log SET noise = 1 WHERE level = 'info' AND message GLOB '*: [IW] tensorflow/*';

CREATE TABLE run_event (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,                   -- started, interrupted, retried, or the state that it came to rest in
  by_rule INTEGER NOT NULL DEFAULT 0,   -- 1: the stop rule ended it
  detail TEXT
) STRICT;
CREATE INDEX run_event_by_time ON run_event (at);

CREATE TABLE machine_sample (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,                  -- milliseconds since 1970
  step INTEGER NOT NULL,
  learning_steps INTEGER NOT NULL,
  tokens_per_second REAL,
  cpu REAL NOT NULL,                    -- share of all cores that was busy
  memory INTEGER NOT NULL,              -- bytes in use on the computer
  trainer_memory INTEGER,               -- bytes of the trainers
  free_disk INTEGER NOT NULL,           -- bytes
  gpu REAL,                             -- share
  gpu_memory INTEGER,                   -- bytes
  PRIMARY KEY (run, at)
) STRICT, WITHOUT ROWID;
`;

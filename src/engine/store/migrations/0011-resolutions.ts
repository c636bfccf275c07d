/**
 * Steps of runs in blocks: a number takes eight bytes instead of its digits, and every block holds what charts of long
 * runs read instead of its steps. A view shows them as rows, to any program that speaks SQL. Steps of an older store
 * stay as they are until the engine folds them into blocks.
 */

/** Every byte once, in order, so that a byte's place in it is its value. */
const everyByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0')).join('');

/** b1, b2 ...: values of the bytes of a column from `offset` on, counted from 0; those beyond its end are 0. */
const bytes = (column: string, offset: string, width: number | string, count: number): string =>
  `(SELECT ${Array.from({ length: count }, (_, i) => `instr(every, substr(x, ${i + 1}, 1)) - 1 AS b${i + 1}`).join(', ')}
      FROM (SELECT substr(${column}, ${offset} + 1, ${width}) AS x LIMIT 1), code LIMIT 1)`;

const whole = (column: string, offset: string, width: string): string =>
  `(SELECT b1 + (b2 << 8) + (b3 << 16) + (b4 << 24) FROM ${bytes(column, offset, width, 4)})`;

/** IEEE 754: sign, 11 bits of exponent, 52 bits of fraction. NaN becomes NULL. Each operation on it is exact. */
const double = (column: string, offset: string): string =>
  `(SELECT iif(sign, -1.0, 1.0) * CASE exponent
        WHEN 2047 THEN iif(fraction, NULL, 9e999)
        WHEN 0 THEN fraction * (SELECT power FROM step_place WHERE i = 1)
        ELSE (fraction + (1 << 52)) * (SELECT power FROM step_place WHERE i = exponent) END
      FROM (SELECT b8 >> 7 AS sign, ((b8 & 127) << 4) + (b7 >> 4) AS exponent,
        b1 + (b2 << 8) + (b3 << 16) + (b4 << 24) + (b5 << 32) + (b6 << 40) + ((b7 & 15) << 48) AS fraction
      FROM ${bytes(column, offset, 8, 8)} LIMIT 1))`;

const ofGroups = (value: string): string =>
  `CAST((SELECT json_group_array(${value}) FROM (SELECT i FROM step_place WHERE i < b.groups ORDER BY i) g) AS TEXT)`;

export const resolutions = `
ALTER TABLE step_metric RENAME TO step_recent;

-- Steps one after the other, at most 1024: none crosses a multiple of 1024. Numbers are little-endian; those of groups
-- stand group by group. Sums: least, largest, mean and count of the loss and of each group's in equal spans of steps.
CREATE TABLE step_block (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  first INTEGER NOT NULL,               -- its first step
  steps INTEGER NOT NULL,
  groups INTEGER NOT NULL,
  sums_1024 BLOB NOT NULL,              -- float64, of each 1024 steps
  sums_256 BLOB NOT NULL,               -- float64, of each 256 steps
  sums_64 BLOB NOT NULL,                -- float64, of each 64 steps
  loss BLOB NOT NULL,                   -- float64, one a step
  group_losses BLOB NOT NULL,           -- float64, one a step and group; NaN where a batch held none of it
  gradient_norm BLOB NOT NULL,          -- float64, one a step
  learning_rate BLOB NOT NULL,          -- float64, one a step
  counts BLOB NOT NULL,                 -- unsigned, one a step and group, each of 1, 2 or 4 bytes
  UNIQUE (run, first)
) STRICT;

-- For reading blocks in SQL: places in a block, and powers of two by the exponent that they are stored as.
CREATE TABLE step_place (
  i INTEGER PRIMARY KEY,
  power REAL NOT NULL                   -- 2 to the power of i - 1075
) STRICT;
INSERT INTO step_place (i, power)
  WITH RECURSIVE place (i, power) AS (SELECT 1, 4.9406564584124654e-324 UNION ALL SELECT i + 1, power * 2 FROM place WHERE i < 2046)
  SELECT 0, 0.0 UNION ALL SELECT i, power FROM place;

-- Every step of every run, whether it stands in a block or not.
CREATE VIEW step_metric AS
  WITH code (every) AS (SELECT x'${everyByte}')
  SELECT run, step, loss, gradient_norm, learning_rate, counts, group_losses FROM step_recent
  UNION ALL
  SELECT b.run, b.first + n.i,
    CAST(${double('b.loss', 'n.i * 8')} AS REAL),
    CAST(${double('b.gradient_norm', 'n.i * 8')} AS REAL),
    CAST(${double('b.learning_rate', 'n.i * 8')} AS REAL),
    ${ofGroups(whole('b.counts', '(g.i * b.steps + n.i) * (length(b.counts) / (b.steps * b.groups))', 'length(b.counts) / (b.steps * b.groups)'))},
    ${ofGroups(double('b.group_losses', '(g.i * b.steps + n.i) * 8'))}
  FROM step_block b JOIN step_place n ON n.i < b.steps;
`;

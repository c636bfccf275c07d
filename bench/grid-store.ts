/**
 * Fills a workspace with finished runs that nothing trained, for measuring the table of runs: many rows, and settings,
 * knobs and groups enough for as many columns as asked. Straight into the store, because training them would take years.
 */
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { randomFor } from '#base/random';
import { openEngine } from '../src/engine/engine.ts';

const groupColumns = 5; // test loss, perplexity, validation, and share of each group, and its data version
/** Runs that differ in nothing but their seed. */
const seedsEach = 20;
const methods = ['stratified', 'aioli', 'doge', 'regmix', 'doremi'];

/** @param columns about how many columns the table of runs shall have */
export async function writeGridStore(folder: string, runs: number, columns: number): Promise<void> {
  await (await openEngine({ folder, startsRuns: false })).close();
  const db = new Sqlite(join(folder, 'workspace.sqlite'));
  const random = randomFor(1, 'grid');
  const groups = Array.from({ length: Math.round(columns / 10) }, (_, i) => `group ${i + 1}`);
  const knobs = Math.max(1, columns - groups.length * groupColumns - 30);
  const addRun = db.prepare(
    `INSERT INTO run (id, position, method, label, seed, spec, cost, state, step, steps, learning_steps, computed_steps, seconds, loss, backend, created_at)
     VALUES (?, ?, ?, ?, ?, ?, '{}', 'finished', 1000, 1000, ?, ?, ?, ?, 'cpu', '2026-01-01T00:00:00Z')`,
  );
  const addEvaluation = db.prepare(
    "INSERT INTO evaluation (run, split, step, losses, sequences) VALUES (?, ?, 1000, ?, '[]')",
  );
  const addStretch = db.prepare(
    "INSERT INTO stretch (run, step, from_step, asked, counts, measuring) VALUES (?, 1000, 0, ?, '[]', 0)",
  );
  const content = JSON.stringify({ name: 'Many runs', groups, methods: [], seeds: [0], training: { steps: 1000 } });
  db.transaction(() => {
    db.prepare(
      "INSERT INTO experiment (id, name, content, created_at) VALUES ('many', 'Many runs', ?, '2026-01-01T00:00:00Z')",
    ).run(content);
    for (let i = 0; i < runs; i++) {
      const method = methods[Math.floor(i / seedsEach) % methods.length]!;
      const id = i.toString(16).padStart(16, '0');
      const losses = groups.map(() => 2 + random.next());
      addRun.run(
        id,
        i + 1,
        method,
        method,
        i,
        JSON.stringify(specOf(groups, method, i, knobs)),
        i % 7,
        1000,
        i / 10,
        losses[0],
      );
      for (const split of ['val', 'test']) addEvaluation.run(id, split, JSON.stringify(losses));
      addStretch.run(id, JSON.stringify(groups.map(() => 1 / groups.length)));
    }
  })();
  db.close();
}

function specOf(groups: readonly string[], method: string, i: number, knobs: number) {
  return {
    format: 1,
    groups: groups.map((name) => ({ name, version: `version of ${name}`, shards: 'none' })),
    tokenizer: 'byte',
    shape: { vocabularySize: 256, context: 128, hiddenSize: 64 },
    training: { batch: 8, peakLearningRate: 1e-3 },
    steps: 1000,
    evaluation: { points: 1, sequences: 8 },
    choice: {
      id: method,
      knobs: Object.fromEntries(
        Array.from({ length: knobs }, (_, k) => [`knob${k}`, (Math.floor(i / seedsEach) * (k + 1)) % 97]),
      ),
    },
    seed: i % seedsEach,
    backend: 'cpu',
  };
}

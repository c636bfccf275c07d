/**
 * Fills a workspace with the laws of six methods that nothing trained, for measuring heatmaps: many groups and many rounds.
 * Straight into the store, because estimating them would take days.
 */
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { randomFor } from '#base/random';
import { openEngine } from '../src/engine/engine.ts';

const methods = ['aioli', 'skill-it', 'doge', 'doremi', 'ado', 'odm'];

/** One run of each method; entries change from round to round as estimates do. */
export async function writeHeatmapStore(folder: string, groups: number, rounds: number): Promise<void> {
  await (await openEngine({ folder, startsRuns: false })).close();
  const db = new Sqlite(join(folder, 'workspace.sqlite'));
  const names = Array.from({ length: groups }, (_, i) => `group ${String(i + 1)}`);
  const content = {
    format: 1,
    name: 'Large laws',
    groups: names,
    methods: methods.map((id) => ({ id })),
    seeds: [0],
    training: { steps: rounds, batch: 8, context: 128 },
  };
  const addRun = db.prepare(
    `INSERT INTO run (id, position, method, label, seed, spec, cost, state, step, steps, learning_steps, computed_steps, seconds, loss, backend, created_at)
     VALUES (?, ?, ?, ?, 0, ?, '{}', 'finished', ?, ?, 0, 0, 0, 1, 'cpu', '2026-01-01T00:00:00Z')`,
  );
  const addPlace = db.prepare('INSERT INTO experiment_run (experiment, method_index, seed, run) VALUES (?, ?, 0, ?)');
  const addNote = db.prepare('INSERT INTO note (run, entry, name, round, step, value) VALUES (?, ?, ?, ?, ?, ?)');
  db.transaction(() => {
    db.prepare(
      "INSERT INTO experiment (id, name, content, created_at) VALUES ('large', 'Large laws', ?, '2026-01-01T00:00:00Z')",
    ).run(JSON.stringify(content));
    methods.forEach((method, m) => {
      const run = `law${String(m)}`;
      addRun.run(run, m + 1, method, method, JSON.stringify(specOf(names, method, rounds)), rounds, rounds);
      addPlace.run('large', m, run);
      const random = randomFor(m, 'heatmap');
      for (let round = 0; round < rounds; round++) {
        const matrix = names.map((_row, i) =>
          names.map((_entry, j) => Number((((i === j ? 3 : 1) * random.normal()) / (1 + round / 50)).toPrecision(4))),
        );
        addNote.run(run, round, 'A', round, round + 1, JSON.stringify(matrix));
      }
    });
  })();
  db.close();
}

function specOf(groups: readonly string[], method: string, steps: number) {
  return {
    format: 1,
    groups: groups.map((name) => ({ name, version: `version of ${name}`, shards: 'none' })),
    tokenizer: 'byte',
    shape: { vocabularySize: 256, context: 128, hiddenSize: 64 },
    training: { batch: 8, peakLearningRate: 1e-3 },
    steps,
    evaluation: { points: 1, sequences: 8 },
    choice: { id: method },
    seed: 0,
    backend: 'cpu',
  };
}

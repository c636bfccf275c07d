/** What storing steps costs: as training does it, and as rows put into SQLite by hand. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import Sqlite from 'better-sqlite3';
import { randomFor } from '#base/random';
import type { StepRecord } from '#contract/trainer';
import { openStore } from '../src/engine/store/index.ts';
import { groups, madeUpStep } from './store-fill.ts';

const steps = 100_000;
/** One row a transaction is so slow that fewer have to do. */
const fewSteps = 5000;
/** Steps between two moments at which a run heeds a pause, and between two checkpoints. */
const slice = 20;
const checkpointEvery = 1000;

/** Metric points of a step: loss, gradient norm, learning rate, and two a group. */
const points = 3 + 2 * groups;

interface Way {
  readonly title: string;
  readonly steps: number;
  /** @returns bytes of the file */
  readonly write: (file: string, all: readonly StepRecord[]) => number;
}

const ways: readonly Way[] = [
  { title: 'as training stores them', steps, write: asTraining },
  { title: 'rows by hand, one transaction', steps, write: (file, all) => byHand(file, all, all.length) },
  { title: 'rows by hand, a transaction a slice', steps, write: (file, all) => byHand(file, all, slice) },
  { title: 'rows by hand, a transaction a row', steps: fewSteps, write: (file, all) => byHand(file, all, 1) },
];

export function measureWriting(rounds: number): void {
  const random = randomFor(0, 'writing');
  const all = Array.from({ length: steps }, (_, i) => madeUpStep(i + 1, random));
  const found = ways.map(() => ({ wall: [] as number[], processor: [] as number[], bytes: 0 }));
  for (let round = 0; round < rounds; round++)
    ways.forEach((way, i) => {
      const folder = mkdtempSync(join(tmpdir(), 'aioli-writing-'));
      const [from, before] = [performance.now(), process.cpuUsage()];
      const bytes = way.write(join(folder, 'workspace.sqlite'), all.slice(0, way.steps));
      const { user, system } = process.cpuUsage(before);
      found[i]!.wall.push(((performance.now() - from) * 1000) / way.steps);
      found[i]!.processor.push((user + system) / way.steps);
      found[i]!.bytes = bytes / way.steps;
      rmSync(folder, { recursive: true });
    });
  console.log(
    `  ${`microseconds a step of ${points} points`.padEnd(48)}  median   least to most        processor   bytes`,
  );
  ways.forEach(({ title }, i) => {
    const { wall, processor, bytes } = found[i]!;
    const [least, median, most] = spread(wall).map((one) => one.toFixed(1));
    const busy = spread(processor)[1].toFixed(1);
    console.log(
      `  ${title.padEnd(48)} ${median!.padStart(7)}   ${`${least!} to ${most!}`.padEnd(18)} ${busy.padStart(11)} ${bytes.toFixed(0).padStart(7)}`,
    );
  });
}

/** Least, median and most. */
export function spread(values: readonly number[]): readonly [number, number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  return [sorted[0]!, sorted[sorted.length >> 1]!, sorted.at(-1)!];
}

function asTraining(file: string, all: readonly StepRecord[]): number {
  const store = openStore(file);
  store.runs.add({ id: 'a', method: 'a', label: 'a', spec: { seed: 0, steps }, cost: {} } as never, '');
  for (let from = 0; from < all.length; from += slice) {
    store.transaction(() => store.stepMetrics.add('a', all.slice(from, from + slice)));
    if ((from + slice) % checkpointEvery === 0) store.stepMetrics.fold('a');
  }
  store.close();
  return statSync(file).size;
}

/** The plainest table that could hold them. */
function byHand(file: string, all: readonly StepRecord[], perTransaction: number): number {
  const db = new Sqlite(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec(`CREATE TABLE step_metric (run TEXT NOT NULL, step INTEGER NOT NULL, loss REAL NOT NULL, gradient_norm REAL NOT NULL,
    learning_rate REAL NOT NULL, counts TEXT NOT NULL, group_losses TEXT NOT NULL, PRIMARY KEY (run, step)) STRICT, WITHOUT ROWID`);
  const insert = db.prepare('INSERT INTO step_metric VALUES (?, ?, ?, ?, ?, ?, ?)');
  const put = db.transaction((some: readonly StepRecord[]) => {
    for (const s of some)
      insert.run(
        'a',
        s.step,
        s.loss,
        s.gradientNorm,
        s.learningRate,
        JSON.stringify(s.counts),
        JSON.stringify(s.groupLosses),
      );
  });
  for (let from = 0; from < all.length; from += perTransaction) put(all.slice(from, from + perTransaction));
  db.close();
  return statSync(file).size;
}

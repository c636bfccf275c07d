import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { randomFor } from '#base/random';
import type { StepRecord } from '#contract/trainer';
import { foldOldSteps } from '../upkeep/folding.ts';
import { freshFolder } from '../testing/small-experiment.ts';
import { openStore, type Store } from './index.ts';
import { migrations } from './migrations/index.ts';
import type { NewRun } from './runs.ts';
import type { StepRange } from './step-metrics.ts';

const at = '2026-01-01T00:00:00.000Z';
const groups = 3;

function scene(...runs: readonly string[]): { readonly store: Store; readonly file: string } {
  const file = join(freshFolder(), 'workspace.sqlite');
  const store = openStore(file);
  for (const id of runs)
    store.runs.add({ id, method: 'a', label: 'A', spec: { seed: 0, steps: 1 }, cost: {} } as unknown as NewRun, at);
  return { store, file };
}

/** Numbers with all their digits, very small and very large ones, and groups that a batch held nothing of. */
function someSteps(from: number, to: number): readonly StepRecord[] {
  return Array.from({ length: to - from + 1 }, (_, i): StepRecord => {
    const step = from + i;
    const random = randomFor(step, 'steps');
    const number = () => [random.next(), 1 / 3, 5e-324, 1.7e300, -random.next() * 1e-7][step % 5]! * random.next();
    return {
      step,
      loss: number(),
      gradientNorm: Math.fround(number() % 1e30),
      learningRate: number(),
      counts: [step % 300, 0, 3],
      groupLosses: [number(), null, step % 7 === 0 ? null : number()],
    };
  });
}

/** Everything of the tables of steps, for comparing. */
function contentOf(file: string): unknown {
  const db = new Sqlite(file, { readonly: true });
  const content = ['step_row', 'step_block'].map((table) => db.prepare(`SELECT * FROM ${table} ORDER BY run, 2`).all());
  db.close();
  return content;
}

/** The view of steps as rows, as any program reads it. */
function viewOf(file: string, run: string): unknown {
  const db = new Sqlite(file, { readonly: true });
  const rows = db.prepare('SELECT * FROM step_metric WHERE run = ? ORDER BY step').all(run);
  db.close();
  return (rows as Record<string, string>[]).map((row) => ({
    step: row['step'],
    loss: row['loss'],
    gradientNorm: row['gradient_norm'],
    learningRate: row['learning_rate'],
    counts: JSON.parse(row['counts']!) as unknown,
    groupLosses: JSON.parse(row['group_losses']!) as unknown,
  }));
}

test('steps come back to the last digit, as rows, from blocks, and from both', () => {
  const { store } = scene('a', 'b');
  const steps = someSteps(1, 2500);
  store.stepMetrics.add('a', steps.slice(0, 1500));
  expect(store.stepMetrics.within('a')).toEqual(steps.slice(0, 1500));
  store.stepMetrics.fold('a');
  store.stepMetrics.add('a', steps.slice(1500));
  store.stepMetrics.add('b', someSteps(1, 3));
  expect(store.stepMetrics.within('a')).toEqual(steps);
  store.stepMetrics.fold('a');
  expect(store.stepMetrics.within('a')).toEqual(steps);
  expect(store.stepMetrics.within('a', { from: 1020, to: 1030 })).toEqual(steps.slice(1019, 1030));
  expect(store.stepMetrics.within('b')).toEqual(someSteps(1, 3));
});

test('blocks are the same however often steps are folded, and a gap begins another', () => {
  const [once, often] = [scene('a'), scene('a')];
  const steps = [...someSteps(1, 1300), ...someSteps(1310, 3000)];
  once.store.stepMetrics.add('a', steps);
  once.store.stepMetrics.fold('a');
  for (let i = 0; i < steps.length; i += 77) {
    often.store.stepMetrics.add('a', steps.slice(i, i + 77));
    often.store.stepMetrics.fold('a');
  }
  expect(contentOf(often.file)).toEqual(contentOf(once.file));
  expect(once.store.stepMetrics.within('a')).toEqual(steps);
});

test.each([-1, 0, 1, 700, 1024, 1025, 2400, 2450, 2500])(
  'after going back to step %i nothing of later ones is left',
  (kept) => {
    const [back, never] = [scene('a'), scene('a')];
    back.store.stepMetrics.add('a', someSteps(1, 2400));
    back.store.stepMetrics.fold('a');
    back.store.stepMetrics.add('a', someSteps(2401, 2500));
    back.store.stepMetrics.cut('a', kept);
    if (kept > 0) never.store.stepMetrics.add('a', someSteps(1, Math.min(kept, 2400)));
    never.store.stepMetrics.fold('a');
    if (kept > 2400) never.store.stepMetrics.add('a', someSteps(2401, kept));
    expect(contentOf(back.file)).toEqual(contentOf(never.file));
  },
);

test.each<[number, StepRange]>([
  [7, { from: 1, to: 3000 }],
  [64, { from: 1, to: 3000 }],
  [192, { from: 500, to: 1500 }],
  [256, { from: 1, to: 2000 }],
  [2048, { from: 1, to: 3000 }],
  [1024, { from: 2990, to: 9000 }],
])('spans of %i steps have the least, largest and mean of every step in them', (span, range) => {
  const { store } = scene('a');
  store.stepMetrics.add('a', someSteps(1, 2800));
  store.stepMetrics.fold('a');
  store.stepMetrics.add('a', someSteps(2801, 3000));
  const all = someSteps(1, 3000);
  const sums = store.stepMetrics.sums('a', groups, range, span);
  const base = Math.floor((range.from - 1) / span);
  for (let place = 0; place < sums.firsts.length; place++) {
    const inside = all.filter(({ step }) => Math.floor((step - 1) / span) === base + place);
    const seen = inside.filter(({ step }) => step >= range.from && step <= range.to);
    const found = seen.length > 0;
    expect(sums.firsts[place] !== 0).toBe(found);
    if (!found || seen.length < inside.length) continue; // a span at the edge may hold steps from beyond it
    expect([sums.firsts[place], sums.lasts[place]]).toEqual([inside[0]!.step, inside.at(-1)!.step]);
    for (let column = 0; column <= groups; column++) {
      const values = inside
        .map((one) => (column === 0 ? one.loss : one.groupLosses[column - 1]))
        .filter((one) => typeof one === 'number');
      const i = column * sums.firsts.length + place;
      expect(sums.count[i]).toBe(values.length);
      if (values.length === 0) continue;
      expect([sums.low[i], sums.high[i]]).toEqual([Math.min(...values), Math.max(...values)]);
      const mean = values.reduce((sum, value) => sum + value / values.length, 0);
      expect(sums.mean[i]! / mean).toBeCloseTo(1, 9);
    }
  }
});

test('in SQL every step is a row with the same digits, whether it stands in a block or not', () => {
  const { store, file } = scene('a', 'b');
  const steps = someSteps(1, 1100);
  store.stepMetrics.add('a', steps);
  store.stepMetrics.add('b', someSteps(1, 2));
  expect(viewOf(file, 'a')).toEqual(steps);
  store.stepMetrics.fold('a');
  expect(viewOf(file, 'a')).toEqual(steps);
  expect(viewOf(file, 'b')).toEqual(someSteps(1, 2));
});

test('steps of an older store are kept, and folded little by little beside other work', async () => {
  const { store: fresh, file: like } = scene('a', 'b');
  const file = join(freshFolder(), 'workspace.sqlite');
  const old = new Sqlite(file);
  for (const migration of migrations.slice(0, 9)) old.exec(migration);
  old.pragma('user_version = 9');
  const run = old.prepare(
    "INSERT INTO run (id, position, method, label, seed, spec, cost, state, steps, created_at) VALUES (?, ?, 'a', 'A', 0, '{}', '{}', ?, 1, ?)",
  );
  const insert = old.prepare('INSERT INTO step_metric VALUES (?, ?, ?, ?, ?, ?, ?)');
  old.exec('BEGIN');
  for (const [i, id] of ['a', 'b'].entries()) {
    run.run(id, i + 1, i === 0 ? 'finished' : 'running', at);
    for (const { step, loss, gradientNorm, learningRate, counts, groupLosses } of someSteps(1, 6000))
      insert.run(id, step, loss, gradientNorm, learningRate, JSON.stringify(counts), JSON.stringify(groupLosses));
  }
  old.exec('COMMIT');
  old.close();

  const store = openStore(file);
  expect(store.stepMetrics.within('a')).toEqual(someSteps(1, 6000));
  expect(viewOf(file, 'b')).toEqual(someSteps(1, 6000));
  store.stepMetrics.cut('b', 5500);
  store.stepMetrics.add('b', someSteps(5501, 5600)); // a run that goes on takes its steps along
  const stop = foldOldSteps(store);
  await expect.poll(() => store.stepMetrics.nextOld(''), { timeout: 10_000 }).toBe(undefined);
  stop();
  for (const id of ['a', 'b']) {
    fresh.stepMetrics.add(id, someSteps(1, id === 'a' ? 6000 : 5600));
    fresh.stepMetrics.fold(id);
  }
  store.stepMetrics.fold('b');
  expect(contentOf(file)).toEqual(contentOf(like));
});

test('a fold that is broken off has changed nothing', () => {
  const { store, file } = scene('a');
  store.stepMetrics.add('a', someSteps(1, 1500));
  const before = contentOf(file);
  const broken = (): void =>
    store.transaction(() => {
      store.stepMetrics.fold('a');
      throw new Error('killed');
    });
  expect(broken).toThrow('killed');
  expect(contentOf(file)).toEqual(before);
});

test('removing a run removes its steps', () => {
  const { store, file } = scene('a');
  store.stepMetrics.add('a', someSteps(1, 1100));
  store.stepMetrics.fold('a');
  store.stepMetrics.add('a', someSteps(1101, 1110));
  store.runs.remove('a');
  expect(contentOf(file)).toEqual([[], []]);
});

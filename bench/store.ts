/**
 * How quick a store with many long runs stays: `node bench/store.ts [RUNS] [STEPS] [FOLDER]` (1000 runs of 10 000 steps; a
 * folder that holds a workspace is measured as it is, so that a large one is made once). First every call that a screen
 * makes; then what storing steps costs, beside rows put into SQLite by hand. All of them take turns for several rounds;
 * AIOLI_BENCH_ROUNDS sets how many.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openEngine, type Engine } from '../src/engine/engine.ts';
import { openStore } from '../src/engine/store/index.ts';
import { fillStore, longRun } from './store-fill.ts';
import { measureWriting, spread } from './store-writing.ts';

const [runs = 1000, steps = 10_000] = process.argv.slice(2, 4).map(Number);
const folder = process.argv[4] ?? mkdtempSync(join(tmpdir(), 'aioli-store-'));
const rounds = Number(process.env['AIOLI_BENCH_ROUNDS'] ?? 5);
const file = join(folder, 'workspace.sqlite');

console.log(`load ${loadavg()[0]!.toFixed(1)} at the start`);
if (!existsSync(file)) {
  const from = performance.now();
  await fillStore(folder, runs, steps);
  console.log(`made in ${((performance.now() - from) / 1000).toFixed(0)} s`);
}
describeStore();
await measureReading();
measureWriting(rounds);
if (process.argv[4] === undefined) rmSync(folder, { recursive: true });

function describeStore(): void {
  const store = openStore(file);
  const all = store.runs.summaries();
  store.close();
  const total = all.reduce((sum, run) => sum + run.step, 0);
  console.log(
    `${all.length} runs, ${(total / 1e6).toFixed(1)} million steps, ${(statSync(file).size / 2 ** 30).toFixed(2)} GiB`,
  );
}

/** Every call in turn, for some rounds, each round in an engine that was opened anew. */
async function measureReading(): Promise<void> {
  const times = new Map<string, { readonly wall: number[]; readonly processor: number[] }>();
  const atFirst = process.memoryUsage().rss;
  let largest = 0;
  const timed = async (what: string, work: () => unknown): Promise<void> => {
    const found = times.get(what) ?? { wall: [], processor: [] };
    times.set(what, found);
    const [from, before] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(before);
    found.wall.push(performance.now() - from);
    found.processor.push((user + system) / 1000);
    largest = Math.max(largest, process.memoryUsage().rss);
  };
  for (let round = 0; round < rounds; round++) {
    let engine: Engine | undefined;
    await timed('open the workspace', async () => (engine = await openEngine({ folder, startsRuns: false })));
    await measureCalls(engine!, timed);
    await engine!.close();
  }
  console.log(`  ${'milliseconds'.padEnd(48)}  median   least to most        processor`);
  for (const [what, { wall, processor }] of times) {
    const [least, median, most] = spread(wall).map((ms) => ms.toFixed(1));
    const busy = spread(processor)[1].toFixed(1);
    console.log(
      `  ${what.padEnd(48)} ${median!.padStart(7)}   ${`${least!} to ${most!}`.padEnd(18)} ${busy.padStart(11)}`,
    );
  }
  const mebibytes = [atFirst, largest].map((bytes) => (bytes / 2 ** 20).toFixed(0));
  console.log(`  memory of the process ${mebibytes[0]!} MiB before, at most ${mebibytes[1]!} MiB`);
}

async function measureCalls(
  engine: Engine,
  timed: (what: string, work: () => unknown) => Promise<void>,
): Promise<void> {
  const all = await engine.listRuns();
  const own = all.filter(({ id }) => id !== longRun.id);
  const one = own[own.length >> 1]!;
  const study = own.filter(({ experiment }) => experiment === one.experiment).slice(0, 40);
  const curves = (ids: readonly { readonly id: string }[], columns: number) =>
    Promise.all(ids.map(({ id }) => engine.runSeries(id, 0, columns)));

  await timed('list of runs', () => engine.listRuns());
  await timed('runs of one experiment', () => engine.listRuns(one.experiment));
  await timed('the queue', () => engine.queue());
  await timed('what happened meanwhile', () => engine.queueSummary('2020-01-01'));
  await timed('list of experiments', () => engine.listExperiments());
  await timed('table of runs: columns', () => engine.runTable());
  await timed('table of runs: seven columns', () =>
    engine.runCells(
      ['label', 'seed', 'state', 'test-perplexity', 'test-loss', 'val-loss', 'experiment'].map((column) => ({
        column,
      })),
    ),
  );
  await timed('comparison of one experiment', () => engine.comparison(one.experiment));
  await timed('validation curves of one experiment', () => engine.runCurves(one.experiment));
  for (const count of [1, 6, 40])
    await timed(`training curves of ${count}, 1000 spans`, () => curves(study.slice(0, count), 1000));
  await timed('zoomed in: 1000 steps of 6', () =>
    Promise.all(study.slice(0, 6).map(({ id }) => engine.runCloseUp(id, 4000, 5000, 1000))),
  );
  await timed('what is new after all but 50 steps', () => engine.runSeries(one.id, one.steps - 50, 1000));
  await timed('every step of one run', () => engine.runSeries(one.id, 0));
  await timed('a run of a million steps, 1000 spans', () => engine.runSeries(longRun.id, 0, 1000));
  for (const wide of [250_000, 60_000, 4000])
    await timed(`${wide} steps of it`, () => engine.runCloseUp(longRun.id, 500_000, 500_000 + wide, 1000));
  await timed('what is new of it', () => engine.runSeries(longRun.id, longRun.steps - 50, 1000));
  await timed('a run into the trash', () => engine.removeRun(one.id));
  await timed('and out of it', () => engine.restoreTrashed({ kind: 'run', id: one.id }));
  await timed('steps of a run in SQL, in a process of its own', () =>
    engine.sql(`SELECT avg(loss), max(gradient_norm) FROM step_metric WHERE run = '${one.id}'`),
  );
}

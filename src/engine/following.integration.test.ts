/** Runs that begin alike, with real trainers: what the later one takes over is what it would have computed, digit by digit. */
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { RunId } from '#contract/api';
import type { ExperimentInput } from '#contract/experiment';
import type { TrainerApi } from '#contract/trainer';
import { openEngine, type Engine, type EngineOptions } from './engine.ts';
import { freshFolder, smallExperiment, writeGroupText } from './testing/small-experiment.ts';
import { runHost } from './testing/killing.ts';
import { launchTrainer, type LaunchTrainer } from './trainer-process.ts';

type Methods = ExperimentInput['methods'];

const doremi = { id: 'doremi', knobs: { learnSteps: 24 } };
/** It takes over between two evaluation points. */
const aioli = { id: 'aioli', knobs: { updateSteps: 20, lpRounds: 1, lpSteps: 3, eta: 0.5, priorSteps: 25 } };
const aioliAfterDoremi = { ...aioli, after: doremi };
const alone = { ...aioli.knobs, priorSteps: 0 };
const variants = [0.5, 0.2].map((eta) => ({ id: 'aioli', knobs: { ...alone, eta } }));

let prepared: string;
/** What runs find that share nothing, by their ids. */
let fromScratch: ReadonlyMap<RunId, unknown>;

beforeAll(async () => {
  prepared = freshFolder();
  const engine = await openEngine({ folder: prepared });
  for (const name of smallExperiment.groups) await engine.addGroup(writeGroupText(prepared, name));
  await engine.tokenize('byte');
  await engine.close();
  const found = new Map<RunId, unknown>();
  for (const method of [doremi, aioliAfterDoremi, ...variants])
    await inCopy(async (engine) => {
      await run(engine, [method]);
      for (const [id, result] of await resultsOf(engine)) found.set(id, result);
    });
  fromScratch = found;
});

test('a method that comes after another one goes on where that one’s own run has come to', () =>
  inCopy(async (engine) => {
    const costs = await run(engine, [doremi, aioliAfterDoremi]);
    expect(costs.map(({ learningSteps, computedSteps }) => ({ learningSteps, computedSteps }))).toEqual([
      { learningSteps: 48, computedSteps: 138 },
      { learningSteps: 48, computedSteps: 65 }, // 48 and 25 are not trained again
    ]);
    const starts = (await engine.listRuns()).map(({ sharedStart }) => sharedStart);
    expect(starts).toEqual([undefined, { title: 'DoReMi, seed 0', learningSteps: 48, step: 25 }]);
    expectTheSame(await resultsOf(engine));
  }));

test('the order does not matter: the longer of two equal segments goes on from the shorter', () =>
  inCopy(async (engine) => {
    const costs = await run(engine, [aioliAfterDoremi, doremi]);
    expect(costs.map(({ computedSteps }) => computedSteps)).toEqual([138, 65]);
    expectTheSame(await resultsOf(engine));
  }));

test('settings that act late share everything before, also with slots to spare', () =>
  inCopy(async (engine) => {
    await engine.setSlots(2);
    const [first, second] = await run(engine, variants);
    expect(first!.computedSteps).toBe(90);
    expect(second!.computedSteps).toBe(84); // a sweep of 3 steps for each group, then they part
    expectTheSame(await resultsOf(engine));
  }));

test('what was learned is taken over from a run that ended long ago', () =>
  inCopy(async (engine) => {
    await run(engine, [doremi]);
    const costs = await run(engine, [aioliAfterDoremi]);
    expect(costs[0]!.computedSteps).toBe(90);
    expectTheSame(await resultsOf(engine));
  }));

test('a run that was stopped leaves its checkpoint to who goes the same way', () => {
  let stop: () => void = () => undefined;
  return inCopy(
    async (engine) => {
      stop = () => void engine.listRuns().then(([training]) => engine.stopRun(training!.id));
      await run(engine, [doremi]);
      stop = () => undefined;
      const [left] = await engine.listRuns();
      expect(left!.step).toBeLessThan(25);
      const [cost] = await run(engine, [aioliAfterDoremi]);
      expect(cost!.computedSteps).toBe(90 - left!.step);
      expectTheSame(new Map([...(await resultsOf(engine))].filter(([id]) => id !== left!.id)));
    },
    { sliceSeconds: 0, launch: launchTelling(({ model, step }) => model === subject && step === 10 && stop()) },
  );
});

test('runs that begin alike and are killed on the way, with everything around them, find the same', async () => {
  const folder = copy();
  const methods = [doremi, aioliAfterDoremi, ...variants];
  const args = [folder, JSON.stringify({ ...smallExperiment, methods }), '2'];
  let kills = 0;
  while (kills < 4 && (await runHost(args, 3 + 5 * kills)) === 'killed') kills++;
  expect(kills).toBeGreaterThan(0);
  const engine = await openEngine({ folder });
  await engine.idle();
  expectTheSame(await resultsOf(engine));
  await engine.close();
});

test.each([
  ['damaged', (file: string) => writeFileSync(file, 'damaged')],
  ['gone', (file: string) => rmSync(file)],
])('a run whose handed-over start is %s begins by itself', async (_what, damage) => {
  const folder = copy();
  const engine = await openEngine({ folder, sliceSeconds: 0.02 });
  const { id } = await engine.startExperiment({
    ...smallExperiment,
    groups: [...smallExperiment.groups],
    methods: [doremi, aioliAfterDoremi],
  });
  await engine.holdRuns([(await engine.listRuns(id))[1]!.id]);
  await engine.idle();
  const [, follower] = await engine.listRuns(id);
  expect(follower).toMatchObject({ state: 'queued', step: 25, learningSteps: 48 });
  const checkpoints = join(folder, 'checkpoints', follower!.id);
  for (const file of readdirSync(checkpoints)) damage(join(checkpoints, file));
  await engine.releaseRuns([follower!.id]);
  await engine.idle();
  expectTheSame(await resultsOf(engine));
  expect((await costsOf(engine, id))[1]!.computedSteps).toBe(138);
  await engine.close();
});

function expectTheSame(found: ReadonlyMap<RunId, unknown>): void {
  expect(found.size).toBeGreaterThan(0);
  for (const [id, result] of found) expect(result).toEqual(fromScratch.get(id));
}

async function run(engine: Engine, methods: Methods) {
  const { id } = await engine.startExperiment({
    ...smallExperiment,
    groups: [...smallExperiment.groups],
    methods,
  });
  await engine.idle();
  return costsOf(engine, id);
}

async function costsOf(engine: Engine, experiment: string) {
  return (await engine.comparison(experiment)).rows.map(({ cost }) => cost);
}

/** Everything that each run found, without what it cost. */
async function resultsOf(engine: Engine): Promise<ReadonlyMap<RunId, unknown>> {
  const found = new Map<RunId, unknown>();
  for (const { id: experiment } of await engine.listExperiments())
    for (const { runs } of (await engine.comparison(experiment)).rows)
      for (const { run: id, testLosses } of runs) {
        const { state, step, learningSteps } = await engine.run(id);
        const [notes, series] = [await engine.runNotes(id), await engine.runSeries(id, 0)];
        found.set(id, { state, step, learningSteps, notes, series, testLosses });
      }
  return found;
}

/** Number of a model that is made after a reference and a proxy. */
const subject = 2;

/** Real trainers; each slice that they have trained is told of. */
function launchTelling(tell: (slice: { readonly model: number; readonly step: number }) => unknown): LaunchTrainer {
  return (hear) => {
    const trainer = launchTrainer(hear);
    const { call } = trainer;
    const train: TrainerApi['train'] = async (order) => {
      const slice = await call.train(order);
      tell({ model: order.model, step: slice.steps.at(-1)!.step });
      return slice;
    };
    return {
      ...trainer,
      call: new Proxy(call, { get: (own, name) => (name === 'train' ? train : Reflect.get(own, name)) as unknown }),
    };
  };
}

function copy(): string {
  const folder = join(freshFolder(), 'workspace');
  cpSync(prepared, folder, { recursive: true });
  return folder;
}

async function inCopy<T>(work: (engine: Engine) => Promise<T>, options: Partial<EngineOptions> = {}): Promise<T> {
  const engine = await openEngine({ folder: copy(), sliceSeconds: 0.02, ...options });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/** Real trainers, real kills: whatever is killed and whenever, the run ends with the numbers of an unbroken one. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { EngineApi } from '#contract/api';
import type { ExperimentInput } from '#contract/experiment';
import { openEngine, type Engine } from './engine.ts';
import { kill, runHost } from './testing/killing.ts';
import { freshFolder, smallExperiment, writeGroupText } from './testing/small-experiment.ts';
import { launchTrainer } from './trainer-process.ts';

let prepared: string;
let unbroken: unknown;

beforeAll(async () => {
  prepared = freshFolder();
  const engine = await openEngine({ folder: prepared });
  for (const name of smallExperiment.groups) await engine.addGroup(writeGroupText(prepared, name));
  await engine.tokenize('byte');
  await engine.close();
  unbroken = await inCopy(async (folder) => {
    const whole = await openEngine({ folder });
    await whole.startExperiment(experiment());
    await whole.idle();
    return closing(whole);
  });
});

test('an unbroken run is the same when it is cut into other slices and checkpoints', async () => {
  const again = await inCopy(async (folder) => {
    const engine = await openEngine({ folder, checkpointSeconds: 0.02, sliceSeconds: 0.005 });
    await engine.startExperiment(experiment());
    await engine.idle();
    return closing(engine);
  });
  expect(again).toEqual(unbroken);
});

test('a trainer killed at random moments costs no digit', async () => {
  const found = await inCopy(async (folder) => {
    const pids: number[] = [];
    const launch: typeof launchTrainer = (hear) => {
      const trainer = launchTrainer(hear);
      pids.push(trainer.pid!);
      return trainer;
    };
    const engine = await openEngine({ folder, launch, checkpointSeconds: 0.02, sliceSeconds: 0.005 });
    const killAt = new Set([20, 130, 250, 340].map((step) => step + Math.floor(Math.random() * 40)));
    engine.on('runMoved', ({ step }) => {
      const due = [...killAt].filter((at) => step >= at);
      if (due.length === 0) return;
      due.forEach((at) => killAt.delete(at));
      kill(pids.at(-1)!);
    });
    await engine.startExperiment(experiment());
    await engine.idle();
    const resumes = (await engine.listRuns()).reduce((sum, run) => sum + run.resumes, 0);
    expect(resumes).toBeGreaterThan(0);
    return closing(engine);
  });
  expect(found).toEqual(unbroken);
});

test('an engine killed at random moments costs no digit', async () => {
  const found = await inCopy(async (folder) => {
    let kills = 0;
    while (
      (await runHost(
        [folder, JSON.stringify(experiment())],
        kills < 5 ? 1 + Math.floor(Math.random() * 14) : Infinity,
      )) === 'killed'
    )
      kills++;
    expect(kills).toBeGreaterThan(0);
    return closing(await openEngine({ folder }));
  });
  expect(found).toEqual(unbroken);
});

test('a run paused and taken up again, and an engine closed in between, end the same', async () => {
  const found = await inCopy(async (folder) => {
    const engine = await openEngine({ folder, sliceSeconds: 0.02 });
    const { id } = await engine.startExperiment(experiment());
    const [first] = await engine.listRuns(id);
    await moved(engine, first!.id);
    await engine.pauseRun(first!.id);
    expect(await engine.run(first!.id)).toMatchObject({ state: 'paused' });
    await engine.close();

    const later = await openEngine({ folder, sliceSeconds: 0.02 });
    await later.resumeRun(first!.id);
    await moved(later, first!.id);
    await later.stopRun(first!.id);
    expect(await later.run(first!.id)).toMatchObject({ state: 'stopped' });
    await later.retryRun(first!.id);
    await later.idle();
    return closing(later);
  });
  expect(found).toEqual(unbroken);
});

test('a run that meets a full disk half way is paused, and with room again ends the same', async () => {
  const found = await inCopy(async (folder) => {
    let free = 1e12;
    const engine = await openEngine({ folder, checkpointSeconds: 0.05, sliceSeconds: 0.02, freeBytes: () => free });
    const stop = engine.on('runMoved', ({ step }) => {
      if (step <= 20) return;
      free = 1000;
      stop();
    });
    const { id } = await engine.startExperiment(experiment());
    await engine.idle();
    const [first] = await engine.listRuns(id);
    expect(first).toMatchObject({ state: 'paused', problem: expect.stringContaining('no room left') as string });
    free = 1e12;
    await engine.resumeRun(first!.id);
    await engine.resumeQueue();
    await engine.idle();
    return closing(engine);
  });
  expect(found).toEqual(unbroken);
});

/** Long enough to be broken off several times. */
function experiment(): ExperimentInput {
  return {
    ...smallExperiment,
    groups: [...smallExperiment.groups],
    training: { ...smallExperiment.training, steps: 400 },
    methods: [{ id: 'stratified' }, { id: 'aioli', knobs: { updateSteps: 100, lpRounds: 1, lpSteps: 3, eta: 0.5 } }],
  };
}

/** Everything that runs have found, to the last digit; how long they took is left out. */
async function closing(engine: Engine): Promise<unknown> {
  const runs = await engine.listRuns();
  const found = await Promise.all(
    runs.map(async ({ id, state, step, loss, learningSteps }) => ({
      state,
      step,
      loss,
      learningSteps,
      series: await engine.runSeries(id, 0),
      notes: await engine.runNotes(id),
      trajectory: await engine.trajectory(id),
      law: await engine.law(id),
    })),
  );
  const tests = await testLosses(engine);
  await engine.close();
  expect(runs.map(({ state }) => state)).toEqual(['finished', 'finished']);
  return { found, tests };
}

async function testLosses(engine: EngineApi): Promise<unknown> {
  const [first] = await engine.listExperiments();
  const { rows } = await engine.comparison(first!.id);
  return rows.map(({ runs }) => runs.map((run) => run.testLosses));
}

async function inCopy<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(freshFolder(), 'workspace');
  cpSync(prepared, folder, { recursive: true });
  return work(folder);
}

function moved(engine: Engine, run: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = engine.on('runMoved', ({ id, step }) => {
      if (id !== run || step < 10) return;
      stop();
      resolve();
    });
  });
}

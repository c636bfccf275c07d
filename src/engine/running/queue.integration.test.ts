/** The queue of real engines: what a person set is there after a kill, states are true, other processes may change it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunSummary } from '#contract/api';
import type { ExperimentInput } from '#contract/experiment';
import { openEngine, type Engine } from '../engine.ts';
import { runHost } from '../testing/killing.ts';
import { freshFolder, smallExperiment, writeGroupText } from '../testing/small-experiment.ts';
import { launchWorldTrainer } from '../testing/world-trainer.ts';
import type { LaunchTrainer } from '../trainer-process.ts';

const twoMethods: ExperimentInput = {
  ...smallExperiment,
  groups: [...smallExperiment.groups],
  seeds: [0, 1],
  methods: [{ id: 'stratified' }, { id: 'natural' }],
};

async function workspace(
  launch: LaunchTrainer = launchWorldTrainer,
  checkpointSeconds = 20,
): Promise<{ folder: string; engine: Engine }> {
  const folder = freshFolder();
  const engine = await openEngine({ folder, launch, checkpointSeconds, sampleSeconds: 0.05 });
  for (const name of smallExperiment.groups) await engine.addGroup(writeGroupText(folder, name));
  return { folder, engine };
}

test('order, holds and pause survive a restart, are followed, and can be undone', async () => {
  const { folder, engine } = await workspace();
  await engine.pauseQueue();
  await engine.startExperiment(twoMethods);
  const { queued } = await engine.queue();
  await engine.moveRun(queued[3]!, 0);
  await engine.holdRuns([queued[1]!]);
  await engine.close();

  const later = await openEngine({ folder, launch: launchWorldTrainer });
  const wanted = [queued[3]!, queued[0]!, queued[1]!, queued[2]!];
  expect(await later.queue()).toMatchObject({ isPaused: true, queued: wanted, held: [queued[1]] });
  expect((await later.history()).undo).toMatch(/^hold /);
  await later.undo();
  await later.undo();
  expect(await later.queue()).toMatchObject({ queued, held: [] });
  await later.redo();
  expect((await later.queue()).queued).toEqual(wanted);
  await later.holdRuns([queued[1]!]);
  const started: string[] = [];
  later.on('runMoved', ({ id, state }) => {
    if (state === 'running' && !started.includes(id)) started.push(id);
  });
  await later.resumeQueue();
  await later.idle();
  expect(started).toEqual([queued[3], queued[0], queued[2]]);
  expect((await later.run(queued[1]!)).state).toBe('queued');
  await later.close();
});

test('after a kill nobody says "running", and the next start takes the runs up and tells of it', async () => {
  const { folder, engine } = await workspace();
  await engine.close();
  const long = { ...twoMethods, training: { ...smallExperiment.training, steps: 400 } };
  expect(await runHost([folder, JSON.stringify(long)], 4)).toBe('killed');

  const reader = await openEngine({ folder, access: 'read' });
  const runs = await reader.listRuns();
  expect(runs.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued', 'queued']);
  expect(runs[0]!.problem).toMatch(/The engine that trained it has ended/);
  expect(await reader.queue()).toMatchObject({ running: [], queued: runs.map(({ id }) => id) });
  const [experiment] = await reader.listExperiments();
  expect(await reader.comparisonTable(experiment!.id, 'json')).not.toContain('running');

  const beside = await openEngine({ folder, access: 'beside' });
  expect(await beside.queue()).toMatchObject({ running: [], queued: runs.map(({ id }) => id) });
  await beside.close();

  const again = await openEngine({ folder });
  await moved(again, ({ state }) => state === 'running');
  expect((await reader.listRuns()).filter(({ state }) => state === 'running')).toHaveLength(1); // it is alive now
  await again.pauseQueue('now');
  const summary = await again.queueSummary('2020-01-01');
  expect(summary.retried).toMatchObject([{ run: runs[0]!.id, times: 1 }]);
  await again.close();
  await reader.close();
});

test('another process changes the queue beside the engine that works on it', async () => {
  const { folder, engine } = await workspace();
  await engine.pauseQueue();
  await engine.startExperiment(twoMethods);
  const { queued } = await engine.queue();
  const beside = await openEngine({ folder, access: 'beside' });
  await beside.moveRun(queued[2]!, 0);
  await beside.resumeQueue();
  expect((await beside.queue()).running).toEqual([]); // it starts nothing itself
  await moved(engine, ({ state }) => state === 'finished'); // the working engine has noticed
  await beside.close();
  await engine.idle();
  const ends = (await engine.listRuns()).toSorted((a, b) => a.endedAt!.localeCompare(b.endedAt!));
  expect(ends[0]!.id).toBe(queued[2]);
  await engine.close();
});

test('the stop rule ends a run whose loss explodes, and keeps the checkpoint from before', async () => {
  const { folder, engine } = await workspace(exploding, 0);
  const { id } = await engine.startExperiment({
    ...twoMethods,
    training: { ...smallExperiment.training, steps: 100 },
    evaluation: { points: 10, sequences: 4 },
    seeds: [0],
    methods: [{ id: 'stratified' }],
  });
  await engine.idle();
  const [run] = await engine.listRuns(id);
  expect(run).toMatchObject({
    state: 'diverged',
    problem: expect.stringContaining('The stop rule ended the run') as string,
  });
  expect(run!.step).toBe(80); // good until 50, then three validations
  const kept = readdirSync(join(folder, 'checkpoints', run!.id));
  expect(kept).toEqual([expect.stringMatching(/^at-\d+-50\.checkpoint$/)]);
  expect((await engine.queueSummary('2020-01-01')).stoppedByRule).toMatchObject([{ run: run!.id }]);

  await engine.setStopRule(null);
  await engine.retryRun(run!.id);
  await engine.idle();
  expect((await engine.run(run!.id)).state).toBe('finished');
  await engine.close();
  expect(existsSync(join(folder, 'checkpoints', run!.id, 'model'))).toBe(true);
});

test('the computer is looked at while a run trains, on the steps of the run', async () => {
  const { engine } = await workspace(slowly);
  const { id } = await engine.startExperiment({ ...twoMethods, seeds: [0], methods: [{ id: 'stratified' }] });
  await engine.idle();
  const [run] = await engine.listRuns(id);
  const { samples, cores, memory, device } = await engine.runMachine(run!.id);
  expect(samples.length).toBeGreaterThan(1);
  for (const sample of samples) {
    expect(sample.cpu).toBeGreaterThanOrEqual(0);
    expect(sample.cpu).toBeLessThanOrEqual(1);
    expect(sample.memory).toBeLessThan(memory);
    expect(sample.step).toBeLessThanOrEqual(run!.steps);
  }
  expect(cores).toBeGreaterThan(0);
  expect(device).toBe('cpu: a world of known law');
  await engine.close();
});

function moved(engine: Engine, isIt: (run: RunSummary) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = engine.on('runMoved', (run) => {
      if (!isIt(run)) return;
      stop();
      resolve();
    });
  });
}

/** A world in which every loss is far above the beginning after step 50. */
const exploding: LaunchTrainer = (hear) => {
  const trainer = launchWorldTrainer(hear);
  let step = 0;
  return {
    ...trainer,
    call: {
      ...trainer.call,
      train: async (order) => {
        const slice = await trainer.call.train(order);
        step = slice.steps.at(-1)?.step ?? step;
        return slice;
      },
      evaluate: async (order) => {
        const found = await trainer.call.evaluate(order);
        return step > 50 ? { ...found, losses: found.losses.map((loss) => loss + 9) } : found;
      },
    },
  };
};

/** A world whose slices take time. */
const slowly: LaunchTrainer = (hear) => {
  const trainer = launchWorldTrainer(hear);
  return {
    ...trainer,
    call: {
      ...trainer.call,
      train: async (order) => {
        await new Promise((resolve) => setTimeout(resolve, 60));
        return trainer.call.train(order);
      },
    },
  };
};

/** Laws measured with real trainers: the way back to a point of a run, children, kills in between. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { LawMeasurement, RunSummary } from '#contract/api';
import type { ExperimentInput } from '#contract/experiment';
import type { TrainerApi } from '#contract/trainer';
import type { Probed } from '#mixing/method';
import { openEngine, type Engine, type EngineOptions } from '../engine.ts';
import { openStore } from '../store/index.ts';
import { runHost } from '../testing/killing.ts';
import { freshFolder, smallExperiment, writeGroupText } from '../testing/small-experiment.ts';
import { launchTrainer } from '../trainer-process.ts';

const experiment: ExperimentInput = {
  ...smallExperiment,
  groups: [...smallExperiment.groups],
  methods: [...smallExperiment.methods, { id: 'doge', knobs: { learnSteps: 60 } }],
};
const input = { step: 30, children: 4, steps: 10 };
let finished: string;
/** What an unbroken measurement of Aioli's run finds. */
let whole: LawMeasurement;

beforeAll(async () => {
  finished = freshFolder();
  const engine = await openEngine({ folder: finished });
  for (const name of smallExperiment.groups) await engine.addGroup(writeGroupText(finished, name));
  await engine.startExperiment(experiment);
  await engine.idle();
  await engine.close();
  whole = await inCopy(async (copied) => copied.measureLaw((await second(copied)).id, input));
});

test('the law at a step of a finished run is measured from exactly the model that the run had there', async () => {
  expect(whole).toMatchObject({ state: 'finished', total: 4, computedSteps: 70, problem: null });
  expect(whole.A!.map((row, i) => row[1 - i])).toEqual([0, 0]); // two groups: slopes along the own share
  await inCopy(async (engine) => {
    const run = await second(engine);
    expect(whole.parent).toEqual(await lossesAt(engine, run, 30));
    expect(whole.gradient).toMatchObject({ A: [[expect.any(Number), expect.any(Number)], [expect.any(Number), expect.any(Number)]], correlation: null }); // prettier-ignore
    expect(await engine.estimateMeasurement(run.id, input)).toMatchObject({
      replaySteps: 30,
      childSteps: 40,
      evaluations: 5,
    });
  });
});

test('the proxy of a method is measured too, and does on the way what it did before', async () => {
  const probed: unknown[] = [];
  const launch: typeof launchTrainer = (hear) => {
    const trainer = launchTrainer(hear);
    const probe: TrainerApi['probe'] = async (order) => {
      const found = await trainer.call.probe(order);
      probed.push(found.losses);
      return found;
    };
    const call = new Proxy(trainer.call, {
      get: (whole, name): unknown => (name === 'probe' ? probe : Reflect.get(whole, name)),
    });
    return { ...trainer, call };
  };
  await inCopy(
    async (engine, folder) => {
      const doge = (await engine.listRuns())[2]!;
      const found = await engine.measureLaw(doge.id, { ...input, model: 'proxy' });
      expect(found).toMatchObject({ state: 'finished', model: 'proxy', own: { round: 30, step: 30 } });
      const store = openStore(join(folder, 'workspace.sqlite'), 'read');
      const before = store.transcripts.of(doge.id).filter(({ ask }) => ask.ask === 'probe');
      store.close();
      expect(probed).toEqual(before.slice(0, 30).map(({ answer }) => (answer as Probed).losses));
      await expect(engine.measureLaw(doge.id, { step: 59, model: 'proxy' })).rejects.toMatchObject({
        code: 'steps_do_not_fit',
      });
      await expect(engine.measureLaw((await second(engine)).id, { ...input, model: 'proxy' })).rejects.toMatchObject({
        code: 'run_state',
      });
    },
    { launch },
  );
});

test('a measurement stands beside the matrix that the method had there, and says whether methods with the right law gain', async () => {
  await inCopy(async (engine) => {
    const [first, aioli, doge] = await engine.listRuns();
    await engine.measureLaw(first!.id, { ...input, children: 2 });
    await engine.measureLaw(aioli!.id, { ...input, step: 60, sweep: 'lean' });
    await engine.measureLaw(doge!.id, { ...input, model: 'proxy' });
    const { id } = (await engine.listExperiments())[0]!;
    const [ofFirst, ofAioli] = await engine.lawMeasurements({ experiment: id });
    expect(ofFirst!.own).toBeNull();
    expect(ofAioli!.own).toMatchObject({ round: 2, step: 36, similarity: { isReduced: true } });
    const summary = await engine.lawSummary(id);
    expect(summary.rows.map(({ similarity, improvement }) => [similarity !== null, improvement !== null])).toEqual([
      [false, false],
      [true, true],
      [true, true],
    ]);
  });
});

test('a measurement that is stopped, or whose trainers are killed, ends with the same numbers', async () => {
  const pids: number[] = [];
  const launch: typeof launchTrainer = (hear) => {
    const trainer = launchTrainer(hear);
    pids.push(trainer.pid!);
    return trainer;
  };
  const broken = await inCopy(
    async (engine) => {
      await engine.setSlots(2);
      const run = await second(engine);
      let moves = 0;
      engine.on('measurementMoved', ({ id, children, state }) => {
        if (state !== 'running') return;
        moves++;
        if (children.length === 1 && moves < 6) void engine.stopMeasurement(id);
        if (children.length >= 2 && pids.length < 4) process.kill(pids[0]!, 'SIGKILL');
      });
      for (;;) {
        const found = await engine.measureLaw(run.id, input);
        if (found.state !== 'stopped') return found;
        pids.length = 0;
      }
    },
    { launch },
  );
  expect(numbers(broken)).toEqual(numbers(whole));
});

test('an engine killed while it measures goes on with the children that are missing', async () => {
  const folder = copy();
  const args = [folder, JSON.stringify(experiment), '1', JSON.stringify(input)];
  expect(await runHost(args, 4)).toBe('killed'); // begun, parent, two children
  const engine = await openEngine({ folder });
  const { id } = await second(engine);
  const [stored] = await engine.lawMeasurements({ run: id });
  expect(stored!.children.length).toBeGreaterThan(0);
  const found = await engine.measureLaw(id, input);
  await engine.close();
  expect(numbers(found)).toEqual(numbers(whole));
  expect(found.computedSteps).toBeLessThan(30 + 40 + 30);
});

test('a paused run is measured from its checkpoint, and what it has not reached is refused', async () => {
  await inCopy(
    async (engine) => {
      const { id } = await engine.startExperiment({
        ...experiment,
        name: 'longer',
        training: { ...smallExperiment.training, steps: 3000 },
        methods: [{ id: 'stratified' }],
      });
      const [run] = await engine.listRuns(id);
      await reached(engine, run!.id, 60);
      await engine.pauseRun(run!.id);
      const { step } = await engine.run(run!.id);
      const order = { step, children: 2, steps: 5 };
      expect(await engine.estimateMeasurement(run!.id, order)).toMatchObject({ replaySteps: 0, childSteps: 10 });
      const fast = await engine.measureLaw(run!.id, order);
      expect(fast).toMatchObject({ state: 'finished', computedSteps: 10 });
      await expect(engine.measureLaw(run!.id, { step: step + 1 })).rejects.toMatchObject({ code: 'run_state' });
      await expect(engine.measureLaw(run!.id, { step, steps: 2999 })).rejects.toMatchObject({
        code: 'steps_do_not_fit',
      });
      await expect(engine.measureLaw(run!.id, { step, children: 1 })).rejects.toMatchObject({ code: 'option_invalid' });
      await engine.removeMeasurement(fast.id);
      await expect(engine.stopMeasurement(fast.id)).rejects.toMatchObject({ code: 'measurement_unknown' });
    },
    { sliceSeconds: 0.02 },
  );
});

test('a law is fitted to the runs of an experiment that stayed at one p', async () => {
  await inCopy(async (engine) => {
    const { id } = await engine.startExperiment({
      ...experiment,
      name: 'fixed',
      training: { ...smallExperiment.training, steps: 20 },
      methods: [{ id: 'grid-search', knobs: { trialSteps: 20 } }, { id: 'stratified' }],
    });
    await expect(engine.fitLaws(id, 'linear-static')).rejects.toMatchObject({ code: 'law_not_identifiable' });
    await engine.idle();
    const found = await engine.fitLaws(id, 'linear-static', { resamples: 20 });
    expect(found).toMatchObject({
      steps: 20,
      lengths: [{ steps: 20, runs: 9 }],
      report: { law: 'linear-static', runs: 9 },
    });
    found.rows.forEach(({ losses, predicted, residuals }) =>
      losses.forEach((loss, i) => expect(predicted[i]! + residuals[i]!).toBeCloseTo(loss, 12)),
    );
    await expect(engine.fitLaws(id, 'linear-static', { steps: 7 })).rejects.toMatchObject({
      code: 'law_not_identifiable',
    });
  });
});

test('what gradients say at the point is kept once for all measurements there, is no measurement itself, and goes with them', async () => {
  await inCopy(async (engine) => {
    const { id: run } = await second(engine);
    const [cover, lean] = [
      await engine.measureLaw(run, input),
      await engine.measureLaw(run, { ...input, sweep: 'lean' }),
    ];
    expect(lean.gradient!.A).toEqual(cover.gradient!.A);
    expect(await engine.lawMeasurements({ run })).toHaveLength(2);
    const rows = async () =>
      (await engine.sql("SELECT sweep FROM law_measurement WHERE sweep = 'gradient'")).rows.length;
    await engine.removeMeasurement(cover.id);
    expect((await engine.lawMeasurements({ run }))[0]!.gradient).toEqual(lean.gradient);
    expect(await rows()).toBe(1);
    await engine.removeMeasurement(lean.id);
    expect(await rows()).toBe(0);
  });
});

function numbers({ parent, children, A, r2, state, gradient }: LawMeasurement): unknown {
  return { parent, children, A, r2, state, gradient };
}

/** The run of Aioli. */
async function second(engine: Engine): Promise<RunSummary> {
  return (await engine.listRuns())[1]!;
}

async function lossesAt(engine: Engine, { id }: RunSummary, step: number): Promise<readonly number[]> {
  return (await engine.runSeries(id, 0)).validation.find((point) => point.step === step)!.losses;
}

function reached(engine: Engine, run: string, step: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = engine.on('runMoved', (moved) => {
      if (moved.id !== run || moved.step < step) return;
      stop();
      resolve();
    });
  });
}

function copy(): string {
  const folder = join(freshFolder(), 'workspace');
  cpSync(finished, folder, { recursive: true });
  return folder;
}

async function inCopy<T>(
  work: (engine: Engine, folder: string) => Promise<T>,
  options: Partial<EngineOptions> = {},
): Promise<T> {
  const folder = copy();
  const engine = await openEngine({ folder, ...options });
  try {
    return await work(engine, folder);
  } finally {
    await engine.close();
  }
}

/** The engine with real trainers: results, sharing, what goes wrong, and the process that the window starts. */
import { fork } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import type { ExperimentInput } from '#contract/experiment';
import { openEngine, type Engine, type EngineOptions } from './engine.ts';
import { freshFolder, smallExperiment, writeGroupText } from './testing/small-experiment.ts';

let folder: string;

beforeAll(async () => {
  folder = freshFolder();
  await withEngine(async (engine) => {
    for (const name of smallExperiment.groups) await engine.addGroup(writeGroupText(folder, name));
  });
});

test('an experiment of two methods is trained, compared, exported and judged again', async () => {
  await withEngine(async (engine) => {
    const { id } = await engine.startExperiment(experiment());
    await engine.idle();
    const comparison = await engine.comparison(id);
    expect(comparison.rows.map(({ method, seeds }) => [method, seeds])).toEqual([
      ['stratified', [0]],
      ['aioli', [0]],
    ]);
    const { runs, cells } = comparison.rows[0]!;
    expect(cells['worst-bits-per-byte']!.value.mean).toBeLessThan(8);

    const out = join(folder, 'exported');
    await engine.exportModel(runs[0]!.run, out);
    const judged = await engine.evaluateModel(out, 'byte');
    judged.losses.forEach((loss, i) => expect(Math.abs(loss - runs[0]!.testLosses[i]!)).toBeLessThan(0.3));
    const { groups, evaluation } = experiment();
    const again = await engine.evaluateModel(out, 'byte', groups, evaluation!.sequences);
    expect(again.losses).toEqual(runs[0]!.testLosses);
    await expect(engine.exportModel(runs[0]!.run, out)).rejects.toMatchObject({ code: 'checkpoint_unreadable' });

    const laws = await engine.laws(id);
    expect(laws.map(({ method, rounds }) => [method, rounds.length])).toEqual([['aioli', 3]]);
    const series = await engine.runSeries(runs[0]!.run, 0);
    expect([series.train.length, series.validation.map(({ step }) => step)]).toEqual([90, [0, 30, 60, 90]]);
    expect((await engine.runSeries(runs[0]!.run, 60)).train[0]!.step).toBe(61);
  });
});

test('an experiment under another name shares its runs, and the last one to go takes them along', async () => {
  await withEngine(async (engine) => {
    const before = await engine.listRuns();
    const { id } = await engine.startExperiment({ ...experiment(), name: 'the same again' });
    await engine.idle();
    expect((await engine.listRuns(id)).map((run) => run.id)).toEqual(before.map((run) => run.id));
    await engine.removeExperiment(id);
    expect(await engine.listRuns()).toHaveLength(before.length);
    expect(existsSync(join(folder, 'checkpoints', before[0]!.id, 'model'))).toBe(true);
  });
});

test('after a text has changed the same file is another experiment, and the old one keeps its runs', async () => {
  await withEngine(
    async (engine) => {
      const input = { ...experiment(), name: 'text that changes', groups: ['changing', ...experiment().groups] };
      const { source } = await engine.addGroup(writeGroupText(folder, 'changing'));
      const [group] = (await engine.listGroups()).filter(({ name }) => name === 'changing');
      const before = await engine.startExperiment(input);
      const runsBefore = (await engine.listRuns(before.id)).map(({ id }) => id);
      expect((await engine.startExperiment(input)).id).toBe(before.id);

      writeFileSync(join(folder, source.paths[0]!, 'added.txt'), 'A text that was not there before.');
      await engine.refreshGroup(group!.id);
      const after = await engine.startExperiment(input);
      expect(after.id).not.toBe(before.id);
      expect((await engine.listRuns(before.id)).map(({ id }) => id)).toEqual(runsBefore);
      expect((await engine.listExperiments())[0]!.id).toBe(after.id);
      await engine.removeExperiment(after.id);
      expect((await engine.listRuns(before.id)).map(({ id }) => id)).toEqual(runsBefore);
      await engine.removeExperiment(before.id);
      await engine.removeGroup(group!.id);
    },
    { startsRuns: false },
  );
});

test('a run whose losses stop being finite is diverged, with its step, and the queue goes on', async () => {
  await withEngine(async (engine) => {
    const training = {
      ...smallExperiment.training,
      peakLearningRate: 1e30,
      startLearningRate: 1e30,
      endLearningRate: 1e30,
    };
    const { id } = await engine.startExperiment({ ...experiment(), name: 'wild', training });
    await engine.idle();
    const runs = await engine.listRuns(id);
    expect(runs.map(({ state }) => state)).toEqual(['diverged', 'diverged']);
    expect(runs[0]!.problem).toMatch(/stopped being a finite number at step \d+/);
    await expect(engine.comparison(id)).resolves.toMatchObject({ rows: [{ missing: [{ state: 'diverged' }] }, {}] });
    await engine.removeExperiment(id);
  });
});

test('a full disk pauses the run before it starts; with room again it goes on', async () => {
  let free = 1000;
  await withEngine(
    async (engine) => {
      const input = { ...experiment(), name: 'full', seeds: [5], methods: [{ id: 'stratified' }] };
      await expect(engine.startExperiment(input)).rejects.toMatchObject({ code: 'disk_full' });
      free = 1e12;
      const { id } = await engine.startExperiment(input);
      free = 1000; // something else fills the disk while the trainer starts
      await engine.idle();
      expect(await engine.listRuns(id)).toMatchObject([
        { state: 'paused', step: 0, problem: expect.stringContaining('no room left') as string },
      ]);
      expect((await engine.queue()).isPaused).toBe(true);
      free = 1e12;
      await engine.resumeRun((await engine.listRuns(id))[0]!.id);
      await engine.resumeQueue();
      await engine.idle();
      expect(await engine.listRuns(id)).toMatchObject([{ state: 'finished', problem: null }]);
    },
    { freeBytes: () => free },
  );
});

test('an estimate counts what methods ask for and measures this machine once', async () => {
  await withEngine(
    async (engine) => {
      const input = { ...experiment(), seeds: [6] };
      const estimate = await engine.estimate(input);
      expect(estimate).toMatchObject({ runs: 2, runsToTrain: 2, steps: 180, computedSteps: 180, learntFrom: 0 });
      expect(estimate).toMatchObject({ tokens: 180 * 4 * 32, parameters: 10_480, freeMemoryBytes: 1e10 });
      expect(estimate.seconds.low).toBeGreaterThan(0);
      expect(estimate.seconds.high).toBeGreaterThan(estimate.seconds.low);
      expect(await engine.estimate(input)).toEqual(estimate);
      expect(await engine.estimate({ ...input, seeds: [0, 6] })).toMatchObject({ runs: 4, runsToTrain: 2 }); // seed 0 is finished
    },
    { freeMemoryBytes: () => 1e10, freeBytes: () => 1e12 },
  );
});

test('what was estimated stands beside what it took, and the next estimate learns from it', async () => {
  await withEngine(async (engine) => {
    const input = { ...experiment(), name: 'reviewed', seeds: [7] };
    const estimate = await engine.estimate(input);
    const { id } = await engine.startExperiment(input);
    await engine.idle();
    const review = await engine.estimateReview(id);
    expect(review?.estimate.methods).toEqual(estimate.methods);
    expect(review?.methods.map(({ label, isFinished }) => [label, isFinished])).toEqual([
      ['Stratified', true],
      ['Aioli', true],
    ]);
    const took = review!.methods.reduce((sum, method) => sum + method.tookSeconds, 0);
    expect(took).toBeGreaterThan(0);
    expect(review!.tookSeconds).toBeCloseTo(took, 6); // one after the other
    expect(await engine.estimate({ ...input, seeds: [8] })).toMatchObject({ learntFrom: 1 });
  });
});

test('a model that this computer has no memory for is refused before anything starts', async () => {
  await withEngine(
    async (engine) => {
      const before = await engine.listRuns();
      const input = { ...experiment(), name: 'large', model: 'pythia-160m' as const };
      const refusal = { code: 'insufficient_memory', details: { field: 'model' } };
      await expect(engine.startExperiment(input)).rejects.toMatchObject(refusal);
      await expect(engine.estimate(input)).rejects.toMatchObject(refusal); // measuring would need as much
      expect(await engine.listRuns()).toEqual(before);
    },
    { freeMemoryBytes: () => 1e9 },
  );
});

test('a design with variants starts an experiment for each, and no other way', async () => {
  await withEngine(async (engine) => {
    const design = {
      ...experiment(),
      name: 'grid',
      seeds: [9],
      methods: [{ id: 'stratified' }],
      variants: { steps: [30] },
    };
    expect(await engine.estimate(design)).toMatchObject({ runs: 2, steps: 120 });
    await expect(engine.startExperiment(design)).rejects.toMatchObject({ details: { field: 'variants' } });
    const started = await engine.startVariants(design);
    expect(started.map(({ name, runs }) => [name, runs])).toEqual([
      ['grid, 90 steps', 1],
      ['grid, 30 steps', 1],
    ]);
    await engine.idle();
    const runs = await engine.listRuns(started[1]!.id);
    expect(runs).toMatchObject([{ state: 'finished', steps: 30 }]);
  });
});

test('bad groups are refused and leave nothing behind', async () => {
  const empty = join(folder, 'empty');
  mkdirSync(empty, { recursive: true });
  writeFileSync(join(empty, 'picture.txt'), Buffer.from([0, 1, 2, 0, 0, 255]));
  await withEngine(async (engine) => {
    const add = (name: string, path: string) => engine.addGroup({ name, source: { paths: [path] } });
    await expect(add('c', join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'folder_missing' });
    await expect(add('c', empty)).rejects.toMatchObject({ code: 'no_readable_file' });
    await expect(add('a', empty)).rejects.toMatchObject({ code: 'group_name_taken' });
    await expect(engine.renameGroup('a', 'b')).rejects.toMatchObject({ code: 'group_name_taken' });
    await expect(engine.tokenize('bytes')).rejects.toMatchObject({ code: 'tokenizer_unknown' });
    expect((await engine.listGroups()).map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

test('the engine as a process opens its workspace, answers, and ends with whoever started it', async () => {
  const first = start();
  expect(await first.next()).toEqual({ news: 'engineOpened', content: { folder } });
  expect(await first.next()).toMatchObject({ news: 'queueMoved', content: { running: [], queued: [] } });
  first.child.send({ call: 'listGroups', id: 1, args: [] });
  expect(await first.next()).toMatchObject({ reply: 1, value: [{ name: 'a' }, { name: 'b' }] });

  const second = start();
  expect(await second.next()).toMatchObject({ news: 'engineRefused', content: { code: 'workspace_busy' } });
  expect(await second.ended).toBe(0);

  first.child.disconnect();
  expect(await first.ended).toBe(0);
  await withEngine((engine) => engine.listGroups());
});

function experiment(): ExperimentInput {
  return { ...smallExperiment, groups: [...smallExperiment.groups], methods: [...smallExperiment.methods] };
}

async function withEngine(
  work: (engine: Engine) => Promise<unknown>,
  options: Partial<EngineOptions> = {},
): Promise<void> {
  const engine = await openEngine({ folder, ...options });
  try {
    await work(engine);
  } finally {
    await engine.close();
  }
}

function start() {
  const entry = fileURLToPath(new URL('./index.ts', import.meta.url));
  const child = fork(entry, [folder], { serialization: 'advanced', execArgv: [] });
  const messages: unknown[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  child.on('message', (message) => (waiting.length > 0 ? waiting.shift()!(message) : messages.push(message)));
  return {
    child,
    next: () =>
      messages.length > 0 ? Promise.resolve(messages.shift()) : new Promise((resolve) => waiting.push(resolve)),
    ended: new Promise((resolve) => child.on('exit', resolve)),
  };
}

import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TrainerApi } from '#contract/trainer';
import type { RunSpec } from '../run-spec.ts';
import { openStore, type Store } from '../store/index.ts';
import { freshFolder } from '../testing/small-experiment.ts';
import type { RunControl } from './control.ts';
import { openCourse } from './course.ts';
import { openSlots, type Slots } from './slots.ts';
import { runTrials, type TrialTools } from './trials.ts';

const spec = {
  groups: [{ name: 'law', version: 'v', shards: 's' }],
  steps: 10,
  evaluation: { points: 1, sequences: 4 },
  training: { batch: 1 },
  shape: { context: 8 },
  choice: { id: 'grid-search' },
  seed: 0,
  backend: 'cpu',
} as unknown as RunSpec;
const ask = (...seeds: number[]) => ({
  ask: 'trials' as const,
  trials: seeds.map((seed) => ({ proportions: [1], steps: 6, seed })),
});

/** A trainer whose loss falls by one a step, and which counts its steps. */
function fallingTrainer(onStep: () => void = () => undefined) {
  const losses = new Map<number, number>();
  let trained = 0;
  const trainer = {
    create: ({ model, seed }: { model: number; seed: number }) => {
      losses.set(model, 100 + seed);
      return Promise.resolve({ parameters: 1 });
    },
    train: ({ model, steps }: { model: number; steps: number }) => {
      trained += steps;
      losses.set(model, losses.get(model)! - steps);
      onStep();
      return Promise.resolve({ steps: Array.from({ length: steps }, () => ({ counts: [1], groupLosses: [1] })) });
    },
    evaluate: ({ model }: { model: number }) => Promise.resolve({ losses: [losses.get(model)!], sequences: [4] }),
    drop: ({ model }: { model: number }) => {
      losses.delete(model);
      return Promise.resolve();
    },
  } as unknown as TrainerApi;
  return { trainer, trained: () => trained, models: () => losses.size };
}

interface Help {
  readonly slots: Slots;
  readonly trainer: TrainerApi;
}

/** @param help idle slots, and the trainer that works in them */
function scene(
  store: Store,
  trainer: TrainerApi,
  control: RunControl = { wish: 'go' },
  help: Help = { slots: openSlots(() => 0), trainer },
): TrialTools {
  const course = openCourse({
    run: 'a',
    spec,
    store,
    trainer,
    control,
    folder: freshFolder(),
    checkpointSeconds: 1000,
    sliceSeconds: 0,
    checkpoint: null,
    roles: [],
    seconds: 0,
    requireRoom: () => undefined,
    onMove: () => undefined,
  });
  return {
    run: 'a',
    spec,
    store,
    course,
    hand: course.hand,
    inFlight: new Map(),
    crew: {
      slots: help.slots,
      sliceSeconds: 0,
      isWantedToRest: () => control.wish !== 'go',
      hire: () => Promise.resolve({ call: help.trainer, pid: 1, close: () => undefined }),
      onHelperLost: () => undefined,
    },
  };
}

function storeWithRun(): Store {
  const store = openStore(join(freshFolder(), 'workspace.sqlite'));
  store.runs.add({ id: 'a', method: 'grid-search', label: 'Grid', spec, cost: {} as never }, 'now');
  return store;
}

test('each trial is judged before its first and after its last step', async () => {
  const { trainer, models } = fallingTrainer();
  const results = await runTrials(ask(0, 1), 0, scene(storeWithRun(), trainer));
  expect(results).toEqual([
    { start: [100], losses: [94] },
    { start: [101], losses: [95] },
  ]);
  expect(models()).toBe(0);
});

test('a trial that is stored is not trained again, but counts as asked for', async () => {
  const store = storeWithRun();
  const { trainer, trained } = fallingTrainer();
  await runTrials(ask(0), 0, scene(store, trainer));
  const again = scene(store, trainer);
  expect(await runTrials(ask(0, 1), 1, again)).toHaveLength(2);
  expect(trained()).toBe(12);
  expect(again.course.counters()).toEqual({ step: 0, learningSteps: 12, computedSteps: 6 });
});

test('an ask that is asked again after a restart counts the trials that the run made for it as computed', async () => {
  const store = storeWithRun();
  const { trainer } = fallingTrainer();
  await runTrials(ask(0), 0, scene(store, trainer));
  const again = scene(store, trainer);
  await runTrials(ask(0, 0, 1), 0, again);
  expect(again.course.counters()).toEqual({ step: 0, learningSteps: 18, computedSteps: 12 });
});

test('idle slots lend helpers, and what trials find does not depend on who makes them', async () => {
  const alone = await runTrials(ask(0, 1, 2, 3, 4), 0, scene(storeWithRun(), fallingTrainer().trainer));
  const [own, lent] = [fallingTrainer(), fallingTrainer()];
  const slots = openSlots(() => 1);
  const shared = scene(storeWithRun(), own.trainer, { wish: 'go' }, { slots, trainer: lent.trainer });
  expect(await runTrials(ask(0, 1, 2, 3, 4), 0, shared)).toEqual(alone);
  expect(own.trained() + lent.trained()).toBe(30);
  expect(lent.trained()).toBeGreaterThan(0);
  expect(slots.take()).not.toBeNull();
});

test('two runs that ask for the same trials at once make each of them once', async () => {
  const store = storeWithRun();
  const [one, other] = [fallingTrainer(), fallingTrainer()];
  const inFlight = new Map<string, string>();
  const results = await Promise.all(
    [one, other].map(({ trainer }, entry) => runTrials(ask(0, 1, 2), entry, { ...scene(store, trainer), inFlight })),
  );
  expect(results[0]).toEqual(results[1]);
  expect(one.trained() + other.trained()).toBe(18);
});

test('a pause inside a trial keeps the trials that are done and leaves the ask to be asked again', async () => {
  const store = storeWithRun();
  const control: RunControl = { wish: 'go' };
  let steps = 0;
  const { trainer, models } = fallingTrainer(() => {
    if (++steps === 8) control.wish = 'pause';
  });
  const paused = scene(store, trainer, control);
  await expect(runTrials(ask(0, 1), 3, paused)).rejects.toMatchObject({ name: 'Interrupted', how: 'pause' });
  expect(models()).toBe(0);
  expect(store.checkpoints.get('a')).toMatchObject({ file: null, entries: 3, position: null, learningSteps: 0 });

  const rest = fallingTrainer();
  expect(await runTrials(ask(0, 1), 3, scene(store, rest.trainer))).toHaveLength(2);
  expect(rest.trained()).toBe(6);
});

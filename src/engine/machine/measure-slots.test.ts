import { expect, test } from 'vitest';
import type { TrainerApi } from '#contract/trainer';
import { freshFolder } from '../testing/small-experiment.ts';
import { launchWorldTrainer } from '../testing/world-trainer.ts';
import type { LaunchTrainer } from '../trainer-process.ts';
import { arrangementsOf, arrangementsOnCards, measureSlots } from './measure-slots.ts';

const order = {
  backend: 'cpu',
  shape: { vocabularySize: 20, context: 8 },
  training: { batch: 2 },
} as unknown as Parameters<typeof measureSlots>[0];

function scene(change: (call: TrainerApi, number: number) => Partial<TrainerApi> = () => ({})) {
  const threads: (number | undefined)[] = [];
  let open = 0;
  let most = 0;
  const launch: LaunchTrainer = (hear, options) => {
    const world = launchWorldTrainer(hear);
    most = Math.max(most, ++open);
    let isOpen = true;
    const number = threads.push(options?.threads);
    return {
      ...world,
      call: { ...world.call, ...change(world.call, number) },
      close: () => {
        if (isOpen) open--;
        isOpen = false;
      },
    };
  };
  const controller = new AbortController();
  const tools = {
    launch,
    folder: freshFolder(),
    signal: controller.signal,
    onProgress: () => undefined,
    countingSeconds: 0,
  };
  return { threads, tools, controller, counts: () => ({ open, most }) };
}

test('arrangements use every core, from one thread each to all of them for one trainer', () => {
  const words = (cores: number, most = 64) =>
    arrangementsOf(cores, most).map(({ trainers, threads }) => `${trainers}×${threads}`);
  expect(words(16)).toEqual(['16×1', '8×2', '4×4', '2×8', '1×16']);
  expect(words(12)).toEqual(['12×1', '6×2', '3×4', '1×12']);
  expect(words(2)).toEqual(['2×1', '1×2']);
  expect(words(1)).toEqual(['1×1']);
  expect(words(16, 3)).toEqual(['2×8', '1×16']); // more would not fit into memory
  expect(words(16, 0)).toEqual(['1×16']);
});

test('with graphics cards each trainer has one of them', () => {
  expect(arrangementsOnCards(4, 32)).toEqual([
    { trainers: 4, threads: 8 },
    { trainers: 1, threads: 32 },
  ]);
  expect(arrangementsOnCards(1, 8)).toEqual([{ trainers: 1, threads: 8 }]);
});

test('all trainers of an arrangement work at once with its threads, and none is left', async () => {
  const { threads, tools, counts } = scene();
  const rows = await measureSlots(order, arrangementsOf(4, 64), tools);
  expect(rows.map(({ trainers, threads: each }) => [trainers, each])).toEqual([
    [4, 1],
    [2, 2],
    [1, 4],
  ]);
  expect(rows.every(({ stepsPerSecond, memoryBytes }) => stepsPerSecond > 0 && memoryBytes > 0)).toBe(true);
  expect(threads).toEqual([1, 1, 1, 1, 2, 2, 4]);
  expect(counts()).toEqual({ open: 0, most: 4 });
});

test('a trainer that fails ends the others, which would wait for it for ever', async () => {
  const { tools, counts } = scene((_call, number) =>
    number === 2 ? { create: () => Promise.reject(new Error('no memory')) } : {},
  );
  await expect(measureSlots(order, arrangementsOf(4, 64), tools)).rejects.toThrow('no memory');
  expect(counts().open).toBe(0);
});

test('a measurement that is called off says so, and leaves no trainer', async () => {
  const { tools, controller, counts } = scene((call) => ({
    create: (asked) => {
      controller.abort(new Error('called off'));
      return call.create(asked);
    },
  }));
  await expect(measureSlots(order, arrangementsOf(2, 64), tools)).rejects.toThrow('called off');
  expect(counts().open).toBe(0);
});

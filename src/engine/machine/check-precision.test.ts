import { expect, test } from 'vitest';
import type { TrainerSetting } from '#contract/trainer';
import { launchWorldTrainer } from '../testing/world-trainer.ts';
import type { LaunchTrainer } from '../trainer-process.ts';
import { comparePrecisions } from './check-precision.ts';

const setting = {
  backend: 'tensorflow',
  shape: {},
  training: { batch: 4 },
  groups: [
    { name: 'law', folder: '' },
    { name: 'code', folder: '' },
  ],
  evaluationSequences: 4,
} as unknown as TrainerSetting;

function scene() {
  const opened: (string | undefined)[] = [];
  let open = 0;
  const launch: LaunchTrainer = (hear) => {
    const world = launchWorldTrainer(hear);
    open++;
    return {
      ...world,
      call: {
        ...world.call,
        open: (given) => {
          opened.push(given.training.precision);
          return world.call.open(given);
        },
      },
      close: () => {
        open--;
      },
    };
  };
  const controller = new AbortController();
  return { opened, controller, tools: { launch, signal: controller.signal }, count: () => open };
}

test('each seed is trained in both precisions to its end, one trainer after the other', async () => {
  const { opened, tools, count } = scene();
  let last = { done: 0, total: 0 };
  const { pairs } = await comparePrecisions(
    { setting, threads: undefined, steps: 20, seeds: [3, 4] },
    { ...tools, onProgress: (progress) => (last = progress) },
  );
  expect(opened).toEqual([undefined, 'bfloat16', undefined, 'bfloat16']);
  expect(pairs.map(({ seed }) => seed)).toEqual([3, 4]);
  expect(pairs.every(({ float32, bfloat16 }) => float32 === bfloat16)).toBe(true); // a world does not round
  expect(pairs[0]!.float32).not.toBe(pairs[1]!.float32);
  expect(last).toEqual({ done: 80, total: 80 });
  expect(count()).toBe(0);
});

test('a check that is called off ends its trainer and says why', async () => {
  const { tools, controller, count } = scene();
  const checking = comparePrecisions(
    { setting, threads: 2, steps: 50, seeds: [0, 1] },
    { ...tools, onProgress: () => controller.abort(new Error('called off')) },
  );
  await expect(checking).rejects.toThrow('called off');
  expect(count()).toBeLessThanOrEqual(0);
});

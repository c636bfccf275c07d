/** Real training in real trainer processes, on the best backend that this machine runs. */
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { modelPresetShapes } from '#contract/experiment';
import type { BackendId, ModelShape, TrainerApi } from '#contract/trainer';
import { freshFolder, settingOn, tinyShape, vocabulary } from './testing/small-trainer.ts';
import { endTrainers, startTrainer } from './testing/trainer-process.ts';

afterEach(endTrainers);

const shape: ModelShape = { ...tinyShape, hiddenSize: 48, layers: 2, intermediateSize: 96, heads: 4, context: 24 };
const proportions = [0.35, 0.65];
const { backend: best } = await startTrainer().call.open(settingOn(freshFolder(), 'auto', shape));
const trained: readonly BackendId[] = [...new Set<BackendId>([best, 'wasm'])];

async function opened(backend: BackendId, folder: string, shapeOf = shape, execution = ''): Promise<TrainerApi> {
  const { call } = startTrainer(execution);
  await call.open(settingOn(folder, backend, shapeOf));
  return call;
}

test.each(trained)('%s: a run that goes on in another process ends with the same digits', async (id) => {
  const folder = freshFolder();
  const file = join(folder, 'checkpoint');
  const first = await opened(id, folder);
  await first.create({ model: 0, seed: 7, steps: 60 });
  await first.train({ model: 0, proportions, steps: 25, continues: false });
  await first.save({ file });
  const rest = { model: 0, proportions, steps: 35, continues: true };
  const unbroken = [await first.train(rest), await first.evaluate({ model: 0, split: 'test' })];

  const second = await opened(id, folder);
  expect(await second.load({ file })).toEqual({ models: [{ model: 0, step: 25 }] });
  expect([await second.train(rest), await second.evaluate({ model: 0, split: 'test' })]).toEqual(unbroken);
});

test.each(['eager', 'graph', 'xla'])('a run begun as %s goes on so, whatever is usual', async (execution) => {
  const folder = freshFolder();
  const file = join(folder, 'checkpoint');
  const first = await opened(best, folder, shape, execution);
  await first.create({ model: 0, seed: 3, steps: 60 });
  await first.train({ model: 0, proportions, steps: 20, continues: false });
  await first.save({ file });
  const rest = { model: 0, proportions, steps: 40, continues: true };
  const gradients = { validationSequences: 2, perGroup: true } as const;
  const goOn = async (call: TrainerApi): Promise<unknown[]> => [
    await call.train(rest),
    await call.evaluate({ model: 0, split: 'test' }),
    await call.probe({ model: 0, proportions, gradients }),
    await call.slopes({ model: 0, steps: 3, sequences: 6, subset: 1 }),
  ];
  const unbroken = await goOn(first);

  const second = await opened(best, folder, shape, execution === 'eager' ? 'graph' : 'eager');
  await second.load({ file });
  expect(await goOn(second)).toEqual(unbroken);
});

test('slopes are the same by recorded graphs as operation by operation', async () => {
  const of = async (execution: string): Promise<number[]> => {
    const call = await opened(best, freshFolder(), shape, execution);
    await call.create({ model: 0, seed: 3, steps: 60 });
    await call.train({ model: 0, proportions, steps: 20, continues: false });
    return (await call.slopes({ model: 0, steps: 3, sequences: 6, subset: 1 })).falls.flat();
  };
  const [graph, eager] = [await of('graph'), await of('eager')];
  graph.forEach((fall, n) => expect(fall / eager[n]!).toBeCloseTo(1, 3));
});

test('the same seed gives the same numbers in another process, at a size that uses all threads', async () => {
  const nano = { ...shape, ...modelPresetShapes.nano, context: 64 };
  const run = async (): Promise<unknown> => {
    const call = await opened(best, freshFolder(), nano);
    await call.create({ model: 0, seed: 1, steps: 20 });
    return call.train({ model: 0, proportions, steps: 12, continues: false });
  };
  const [one, two] = [await run(), await run()];
  expect(two).toEqual(one);
});

test.each(trained)('%s: learns what follows what, below the entropy of single tokens', async (id) => {
  const call = await opened(id, freshFolder());
  await call.create({ model: 0, seed: 0, steps: 120 });
  await call.train({ model: 0, proportions, steps: 120, continues: false });
  const { losses } = await call.evaluate({ model: 0, split: 'test' });
  const bound = 0.6 * Math.log(vocabulary); // the rule itself leaves 0.66 nats of noise
  for (const loss of losses) expect(loss).toBeLessThan(bound);
});

test('a learning rate far too high ends as diverged, with the step', async () => {
  const call = await opened(best, freshFolder());
  const setting = settingOn(freshFolder(), best, shape);
  await call.open({ ...setting, training: { ...setting.training, peakLearningRate: 1e25, clip: 1e30 } });
  await call.create({ model: 0, seed: 0, steps: 50 });
  const { steps, diverged } = await call.train({ model: 0, proportions, steps: 50, continues: false });
  expect(diverged?.step).toBe(steps.length + 1);
});

test('a trainer ends when its engine goes away, also in the middle of training', async () => {
  const { child, call } = startTrainer('graph');
  await call.open(settingOn(freshFolder(), best, shape));
  await call.create({ model: 0, seed: 0, steps: 100_000 });
  call.train({ model: 0, proportions, steps: 100_000, continues: false }).catch(() => undefined); // never answered
  await new Promise((resolve) => setTimeout(resolve, 500));
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

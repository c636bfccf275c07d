/**
 * WebGPU on the graphics card that there is, and where there is none on the driver in software that the tests bring
 * (scripts/test-gpu.mjs). What it computes is tested, not how fast: software says nothing of that.
 */
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test } from 'vitest';
import { Loss } from '#base/refusal';
import type { BackendId } from '#contract/trainer';
import { freshFolder, settingOn } from '../testing/small-trainer.ts';
import { endTrainers, startTrainer } from '../testing/trainer-process.ts';
import { createTrainer } from '../trainer.ts';
import { cpu } from './cpu.ts';
import { backendStates, startBackend } from './index.ts';
import { webgpu } from './webgpu.ts';

const states = await backendStates(null);
const { usable: isUsable, detail, remedy, avoided } = states.find(({ backend }) => backend === 'webgpu')!;
if (!isUsable) console.warn(`webgpu is not tested on this machine: ${detail} ${remedy}`);

afterEach(endTrainers);

/** Losses and gradient norms of fifty steps, validation losses, and what a probe finds. */
async function trained(backend: BackendId) {
  const trainer = createTrainer();
  await trainer.open(settingOn(freshFolder(), backend));
  await trainer.create({ model: 0, seed: 1, steps: 60 });
  const proportions = [0.3, 0.7];
  const { steps } = await trainer.train({ model: 0, proportions, steps: 50, continues: false });
  const { losses } = await trainer.evaluate({ model: 0, split: 'val' });
  const gradients = { validationSequences: 4, perGroup: true } as const;
  const { alignments, gradientNorms } = await trainer.probe({ model: 0, proportions, gradients });
  await trainer.drop({ model: 0 });
  return [
    ...steps.flatMap(({ loss, gradientNorm }) => [loss, gradientNorm]),
    ...losses,
    ...alignments!,
    ...gradientNorms!,
  ];
}

test.runIf(isUsable)(
  'fifty steps, an evaluation and a probe agree with plain JavaScript, and with themselves',
  async () => {
    const [reference, first, second] = [await trained('cpu'), await trained('webgpu'), await trained('webgpu')];
    const deviations = first.map((value, i) => Math.abs(value / reference[i]! - 1));
    expect(Math.max(...deviations)).toBeLessThan(1e-5);
    expect(second).toEqual(first);
  },
);

test.runIf(isUsable)('a run that goes on in another process ends with the same digits', async () => {
  const folder = freshFolder();
  const file = join(folder, 'checkpoint');
  const order = { model: 0, proportions: [0.3, 0.7] };
  const first = startTrainer().call;
  await first.open(settingOn(folder, 'webgpu'));
  await first.create({ model: 0, seed: 7, steps: 20 });
  await first.train({ ...order, steps: 6, continues: false });
  await first.save({ file });
  const goOn = { ...order, steps: 8, continues: true };
  const unbroken = [await first.train(goOn), await first.evaluate({ model: 0, split: 'test' })];

  const second = startTrainer().call;
  await second.open(settingOn(folder, 'webgpu'));
  await second.load({ file });
  expect([await second.train(goOn), await second.evaluate({ model: 0, split: 'test' })]).toEqual(unbroken);
});

test.runIf(isUsable)('a sum of thousands of terms is added in one order', async () => {
  const { operations } = await webgpu.start();
  const product = async (): Promise<string> => {
    const [a, b] = [1, 2].map((seed) => tf.randomNormal<tf.Rank.R2>([3000, 64], 0, 1, 'float32', seed));
    return (await operations.matMul(a!, b!, true, false).data()).join();
  };
  const found = new Set<string>();
  for (let i = 0; i < 8; i++) found.add(await product());
  expect(found.size).toBe(1);
});

test.runIf(isUsable)('auto takes a graphics card, but no driver in software', async () => {
  const { running, passedOver } = await startBackend('auto', [webgpu, cpu]);
  expect([running.id, passedOver]).toEqual(
    avoided === undefined
      ? ['webgpu', []]
      : ['cpu', [{ backend: 'webgpu', reason: avoided, remedy: 'Name it to use it: webgpu.' }]],
  );
});

// The last test: the card stays failed.
test.runIf(isUsable)('once a card has failed, reading from it fails with the reason', async () => {
  await webgpu.start();
  const sum = tf.add(tf.ones([2000]), tf.ones([2000]));
  const { device } = tf.backend() as unknown as { readonly device: GPUDevice };
  device.createBuffer({ size: 2 ** 50, usage: GPUBufferUsage.STORAGE });
  await expect(sum.data()).rejects.toThrow(Loss);
  await expect(tf.add(sum, sum).data()).rejects.toThrow(/^The graphics card failed: Buffer size .* exceeds/);
});

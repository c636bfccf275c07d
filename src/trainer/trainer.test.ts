import * as tf from '@tensorflow/tfjs-core';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TrainerApi, TrainerSetting } from '#contract/trainer';
import { writeShards } from '#corpus/shards';
import { freshFolder, settingOn, tinyShape, vocabulary } from './testing/small-trainer.ts';
import { createTrainer } from './trainer.ts';

const half = [0.5, 0.5];

/** An open trainer in plain JavaScript with model 0. */
async function opened(change: Partial<TrainerSetting['training']> = {}): Promise<TrainerApi> {
  const setting = settingOn(freshFolder(), 'cpu');
  const trainer = createTrainer();
  await trainer.open({ ...setting, training: { ...setting.training, ...change } });
  await trainer.create({ model: 0, seed: 1, steps: 20 });
  return trainer;
}

const train = (trainer: TrainerApi, steps: number, continues: boolean, proportions = half) =>
  trainer.train({ model: 0, proportions, steps, continues });

test('a segment gives the same numbers wherever it is cut', async () => {
  const whole = await train(await opened(), 6, false, [0.3, 0.7]);
  const cut = await opened();
  const parts = [await train(cut, 2, false, [0.3, 0.7]), await train(cut, 4, true, [0.3, 0.7])];
  expect(parts.flatMap(({ steps }) => steps)).toEqual(whole.steps);
});

test('steps are numbered from one, follow the schedule and report what was drawn', async () => {
  const { steps } = await train(await opened(), 5, false, [0.25, 0.75]);
  expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
  expect(steps[0]!.learningRate).toBe(1e-7);
  expect(steps[4]!.learningRate).toBeCloseTo(1e-2, 12);
  expect(steps[0]!.counts).toEqual([1, 3]);
  const [few, many] = steps[0]!.groupLosses;
  expect((few! + 3 * many!) / 4).toBeCloseTo(steps[0]!.loss, 6);
});

test('a group that is not drawn has no loss', async () => {
  const { steps } = await train(await opened(), 1, false, [0, 1]);
  expect(steps[0]!.groupLosses).toEqual([null, expect.any(Number)]);
});

test('an untrained model knows nothing, and evaluating changes nothing', async () => {
  const trainer = await opened();
  const before = await trainer.evaluate({ model: 0, split: 'val' });
  expect(before.sequences).toEqual([16, 16]);
  before.losses.forEach((loss) => expect(loss).toBeCloseTo(Math.log(32), 1));
  expect(await trainer.evaluate({ model: 0, split: 'val' })).toEqual(before);
  expect(await trainer.evaluate({ model: 0, split: 'test' })).not.toEqual(before);
});

test('a part of the validation set is the same for the same subset', async () => {
  const trainer = await opened();
  const part = (subset: number) => trainer.evaluate({ model: 0, split: 'val', fraction: 0.25, subset });
  expect((await part(1)).sequences).toEqual([4, 4]);
  expect(await part(1)).toEqual(await part(1));
  expect(await part(2)).not.toEqual(await part(1));
});

test('a probe measures the batch that training with loss weights then uses', async () => {
  const trainer = await opened();
  const probed = await trainer.probe({ model: 0, proportions: half });
  const { steps } = await trainer.train({
    model: 0,
    proportions: half,
    steps: 1,
    lossWeights: [0.9, 0.1],
    continues: false,
  });
  expect(steps[0]!.counts).toEqual(probed.counts);
  steps[0]!.groupLosses.forEach((loss, i) => expect(loss).toBeCloseTo(probed.losses[i]!, 6));
});

test('loss weights scale each group: all weight on one is training on that one', async () => {
  const norms = await Promise.all(
    [
      [1, 0],
      [2, 0],
    ].map(async (lossWeights) => {
      const trainer = await opened();
      await trainer.probe({ model: 0, proportions: half });
      const order = { model: 0, proportions: half, steps: 1, lossWeights, continues: false };
      return (await trainer.train(order)).steps[0]!.gradientNorm;
    }),
  );
  expect(norms[1]! / norms[0]!).toBeCloseTo(2, 4);
});

test('loss weights without a batch to apply them to are a mistake of the caller', async () => {
  const trainer = await opened();
  const order = { model: 0, proportions: half, steps: 1, lossWeights: [1, 1], continues: false };
  await expect(trainer.train(order)).rejects.toThrow('a batch that a probe has drawn');
});

test('a probe compares with another model and aligns gradients with validation', async () => {
  const trainer = await opened();
  await trainer.create({ model: 1, seed: 2, steps: 20 });
  const gradients = { validationSequences: 4 };
  const probed = await trainer.probe({ model: 0, proportions: [1, 0], reference: 1, gradients });
  expect(probed.referenceLosses).toEqual([expect.any(Number), null]);
  expect(probed.referenceLosses![0]).not.toBe(probed.losses[0]);
  expect(probed.gradientNorms).toEqual([expect.any(Number), 0]);
  expect(probed.gradientNorms![0]).toBeLessThanOrEqual(1);
  expect(Math.abs(probed.alignments![0]!)).toBeLessThanOrEqual(1);
  expect(probed.alignments![1]).toBe(0);
  expect(probed.learningRate).toBe(1e-7);
});

test('a probe clips the excess over a reference token by token', async () => {
  const trainer = await opened();
  await trainer.create({ model: 1, seed: 2, steps: 20 });
  const probed = await trainer.probe({ model: 0, proportions: half, reference: 1, tokenExcess: true });
  probed.tokenExcess!.forEach((excess, i) => {
    const difference = probed.losses[i]! - probed.referenceLosses![i]!;
    expect(excess).toBeGreaterThan(Math.max(0, difference)); // some tokens lie below the reference
  });
  const same = await trainer.probe({ model: 0, proportions: [1, 0], reference: 0, tokenExcess: true });
  expect(same.tokenExcess).toEqual([0, null]);
});

test('a probe aligns each group with the validation text of each group', async () => {
  const order = { model: 0, proportions: half };
  const plain = await (await opened()).probe({ ...order, gradients: { validationSequences: 4 } });
  const trainer = await opened();
  const probed = await trainer.probe({ ...order, gradients: { validationSequences: 4, perGroup: true } });
  expect(probed.alignments).toEqual(plain.alignments);
  expect(probed.gradientScales!.every((scale) => scale > 0 && scale <= 1)).toBe(true);
  // With nothing clipped the gradient of all validation text is the mean of its groups'.
  const loose = await (
    await opened({ clip: 1e6 })
  ).probe({ ...order, gradients: { validationSequences: 4, perGroup: true } });
  expect(loose.gradientScales).toEqual([1, 1]);
  loose.alignments!.forEach((alignment, j) => {
    const column = loose.alignmentMatrix!.map((row) => row[j]!);
    expect((column[0]! + column[1]!) / 2 / alignment).toBeCloseTo(1, 4);
  });
});

test('probes at unchanged proportions share batches out as training would, also with steps in between', async () => {
  const trainer = await opened();
  const counts = [];
  const proportions = [1 / 3, 2 / 3];
  for (let i = 0; i < 3; i++) {
    counts.push((await trainer.probe({ model: 0, proportions })).counts);
    await trainer.train({ model: 0, proportions, steps: 1, lossWeights: half, continues: false });
  }
  expect(counts).toEqual([
    [1, 3],
    [2, 2],
    [1, 3],
  ]);
});

test('a checkpoint holds everything: what follows is the same to the last digit, also after a probe', async () => {
  const file = join(freshFolder(), 'checkpoint');
  const order = { model: 0, proportions: [0.4, 0.6], steps: 1, lossWeights: [0.2, 0.8], continues: true };
  const follow = async (trainer: TrainerApi) => [
    await trainer.train(order),
    await train(trainer, 3, true, [0.4, 0.6]),
    await trainer.probe({ model: 0, proportions: half, gradients: { validationSequences: 3 } }),
    await trainer.evaluate({ model: 0, split: 'val' }),
  ];
  const trainer = await opened({ splitter: 'multinomial' });
  await train(trainer, 3, false, [0.4, 0.6]);
  await trainer.probe({ model: 0, proportions: [0.4, 0.6], gradients: { validationSequences: 3 } });
  await trainer.save({ file });
  const unbroken = await follow(trainer);
  const resumed = await opened({ splitter: 'multinomial' });
  expect(await resumed.load({ file })).toEqual({ models: [{ model: 0, step: 3 }] });
  expect(await follow(resumed)).toEqual(unbroken);
});

test('a checkpoint of another model or another file is refused', async () => {
  const file = join(freshFolder(), 'checkpoint');
  const trainer = await opened();
  await trainer.save({ file });
  await trainer.open(settingOn(freshFolder(), 'cpu', { ...tinyShape, layers: 2 }));
  await expect(trainer.load({ file })).rejects.toMatchObject({ code: 'checkpoint_unreadable', details: { file } });
  writeFileSync(file, 'nonsense, and long enough to hold a header length');
  await expect(trainer.load({ file })).rejects.toMatchObject({ code: 'checkpoint_unreadable', details: { file } });
});

test('training stops at a number that is not finite, with the model as it was before that step', async () => {
  const trainer = await opened({ peakLearningRate: 1e30, clip: 1e30 });
  const { steps, diverged } = await train(trainer, 20, false);
  expect(diverged?.step).toBe(steps.length + 1);
  expect(steps.every(({ loss }) => Number.isFinite(loss))).toBe(true);
  expect((await train(trainer, 1, true)).diverged?.step).toBe(steps.length + 1);
});

test('an exported model comes back as the same model', async () => {
  const folder = freshFolder();
  const trainer = await opened();
  await train(trainer, 3, false);
  await trainer.exportModel({ model: 0, folder });
  await trainer.create({ model: 1, seed: 9, steps: 5, from: folder });
  expect(await trainer.evaluate({ model: 1, split: 'test' })).toEqual(
    await trainer.evaluate({ model: 0, split: 'test' }),
  );
});

test('a model of another shape is refused with the field that differs', async () => {
  const folder = freshFolder();
  const trainer = await opened();
  await trainer.exportModel({ model: 0, folder });
  await trainer.open(settingOn(freshFolder(), 'cpu', { ...tinyShape, layers: 2 }));
  await expect(trainer.create({ model: 0, seed: 0, steps: 1, from: folder })).rejects.toMatchObject({
    code: 'model_invalid',
    details: { field: 'layers' },
  });
});

test('dropping a model frees its tensors, and its number is unknown from then on', async () => {
  const trainer = await opened();
  const before = tf.memory().numTensors;
  await trainer.create({ model: 1, seed: 2, steps: 20 });
  await trainer.drop({ model: 1 });
  expect(tf.memory().numTensors).toBe(before);
  await expect(trainer.evaluate({ model: 1, split: 'val' })).rejects.toThrow('no model number 1');
});

test('the memory of a trainer is told before it opens anything', async () => {
  const { peakBytes } = await createTrainer().memory();
  expect(peakBytes).toBeGreaterThan(1e7);
});

test('calls that overlap are answered one after the other', async () => {
  const trainer = await opened();
  const [slice, losses] = await Promise.all([train(trainer, 3, false), trainer.evaluate({ model: 0, split: 'val' })]);
  expect(slice.steps).toHaveLength(3);
  expect(losses).toEqual(await trainer.evaluate({ model: 0, split: 'val' }));
});

test('a group with more kinds of token than the model is refused', async () => {
  const setting = settingOn(freshFolder(), 'cpu', { ...tinyShape, vocabularySize: 31 });
  await expect(createTrainer().open(setting)).rejects.toMatchObject({ code: 'model_invalid' });
});

test('a width that the heads do not divide is refused', async () => {
  const setting = settingOn(freshFolder(), 'cpu', { ...tinyShape, heads: 3 });
  await expect(createTrainer().open(setting)).rejects.toMatchObject({ details: { field: 'model.heads' } });
});

test('slopes are what steps too short to curve really bring, with momentum, clipping and decay, and change nothing', async () => {
  const folder = freshFolder();
  const setting = settingOn(folder, 'cpu');
  // One sequence a group, so that every batch of a group is the same and its gradient is not a matter of chance.
  setting.groups.forEach(({ folder: own, name }, j) => {
    const tokens = (length: number) => Array.from({ length }, (_, n) => (n * n * (j + 3)) % vocabulary);
    const facts = { key: `one ${name}`, tokenizer: 'made-up', vocabularySize: vocabulary };
    writeShards(own, { train: tokens(8), val: tokens(200), test: tokens(200) }, facts);
  });
  const rate = 1e-5;
  const training = { ...setting.training, peakLearningRate: rate, startLearningRate: rate, endLearningRate: rate };
  const steps = 6;
  const begun = async (): Promise<TrainerApi> => {
    const trainer = createTrainer();
    await trainer.open({ ...setting, training: { ...training, clip: 0.5, weightDecay: 0.5, beta2: 0.95 } });
    await trainer.create({ model: 0, seed: 1, steps: 100 });
    await train(trainer, 10, false);
    return trainer;
  };
  const { falls } = await (await begun()).slopes({ model: 0, steps, sequences: 16, subset: 1 });
  for (const j of [0, 1]) {
    const trainer = await begun();
    const before = (await trainer.evaluate({ model: 0, split: 'val' })).losses;
    await trainer.slopes({ model: 0, steps, sequences: 4, subset: 2 });
    await train(trainer, steps, false, [1 - j, j]);
    const { losses } = await trainer.evaluate({ model: 0, split: 'val' });
    losses.forEach((loss, i) => expect(falls[i]![j]! / (before[i]! - loss)).toBeCloseTo(1, 1));
  }
});

test('slopes look at the sequences that they are asked to look at', async () => {
  const trainer = await opened();
  const of = async (subset: number) => (await trainer.slopes({ model: 0, steps: 3, sequences: 2, subset })).falls;
  expect(await of(1)).toEqual(await of(1));
  expect(await of(2)).not.toEqual(await of(1));
});

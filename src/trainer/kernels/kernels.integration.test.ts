/** The kernels against the small operations that they replace, where set-up has built them. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { randomFor } from '#base/random';
import type { Operations } from '../backends/backend.ts';
import { startBackend } from '../backends/index.ts';
import { gptNeoX, initialParameters, makePositions } from '../model.ts';
import { decayMask, updateScalars } from '../optimiser.ts';
import { freshFolder, settingOn, tinyShape, vocabulary } from '../testing/small-trainer.ts';
import { step } from '../step.ts';
import { createTrainer } from '../trainer.ts';

const states = await createTrainer().backends();
const isSetUp = states.some(({ backend, usable }) => backend === 'tensorflow' && usable);
const { running } = await startBackend(isSetUp ? 'tensorflow' : 'cpu');
const { operations, withoutKernels } = running;
if (!withoutKernels) console.log('The kernels are not built here, so they are not tested.');
const random = randomFor(0, 'kernels');

function normal(...shape: number[]): tf.Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => 2 * random.normal()),
    shape,
  );
}

/** Largest difference between what both compute, in units of the largest number among what is compared. */
function distance(compute: (on: Operations) => readonly tf.Tensor[]): number {
  const ours = compute(operations);
  const theirs = withoutKernels!(() => compute(operations));
  expect(ours.map(({ shape }) => shape)).toEqual(theirs.map(({ shape }) => shape));
  const distances = ours.map((tensor, i) => {
    const expected = theirs[i]!.dataSync<'float32'>();
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
    const found = tensor.dataSync<'float32'>();
    return found.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at]!)), 0) / largest;
  });
  return Math.max(...distances);
}

const accuracy = 2e-6;
/** Sizes with and without a remainder where the processor takes sixteen numbers at a time; more pieces than one. */
const sizes = [
  { batch: 2, time: 5, heads: 2, width: 6, half: 1 },
  { batch: 3, time: 127, heads: 4, width: 32, half: 4 },
  { batch: 1, time: 64, heads: 2, width: 16, half: 8 },
];

test.runIf(withoutKernels).each(sizes)(
  'layers and their gradients agree: %o',
  ({ batch, time, heads, width, half }) => {
    const rows = batch * time;
    const columns = heads * width;
    const x = normal(rows, columns) as tf.Tensor2D;
    const dy = normal(rows, columns) as tf.Tensor2D;
    const weight = normal(columns) as tf.Tensor1D;
    const bias = normal(columns) as tf.Tensor1D;
    expect(distance((on) => [on.sumRows(x)])).toBeLessThan(accuracy);
    expect(distance((on) => [on.gelu(x)[0]])).toBeLessThan(accuracy);
    expect(distance((on) => [on.geluGradient(dy, x, on.gelu(x).slice(1))])).toBeLessThan(accuracy);
    expect(distance((on) => [on.layerNorm(x, weight, bias, 1e-5)[0]])).toBeLessThan(accuracy);
    const normed = (on: Operations) => on.layerNormGradient(dy, weight, on.layerNorm(x, weight, bias, 1e-5).slice(1));
    expect(distance(normed)).toBeLessThan(accuracy);

    const positions = positionsOf(time, width, half);
    const parts = normal(rows, 3 * columns) as tf.Tensor2D;
    expect(distance((on) => on.partHeads(parts, heads, positions))).toBeLessThan(accuracy);
    const byHead = () => normal(batch * heads, time, width) as tf.Tensor3D;
    const gradients = [byHead(), byHead(), byHead()] as const;
    expect(distance((on) => [on.partHeadsGradient(gradients, heads, positions)])).toBeLessThan(accuracy);

    const attended = [tf.mul<tf.Tensor3D>(byHead(), 0.1), byHead(), byHead()] as const; // not all on one

    expect(distance((on) => [on.attend(attended, heads, positions)[0]])).toBeLessThan(accuracy);
    const attending = (on: Operations) =>
      on.attendGradient(dy, attended, on.attend(attended, heads, positions).slice(1), heads);
    expect(distance(attending)).toBeLessThan(accuracy);
  },
);

test.runIf(withoutKernels)('extreme numbers stay what they should be', () => {
  const extremes = tf.tensor2d([[-1e30, -100, -5.5, -0, 0, 1e-30, 5.5, 100, 1e30, Number.NaN]]);
  const [y] = operations.gelu(extremes);
  const [small] = withoutKernels!(() => operations.gelu(extremes));
  const values = [...y.dataSync()];
  expect(values.slice(0, 2).map(Math.abs)).toEqual([0, 0]);
  const expected = small.dataSync();
  for (const [i, value] of values.slice(0, -1).entries())
    if (i > 2) expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(1e-6 * Math.abs(expected[i]!));
  expect(values.at(-1)).toBeNaN();
  const far = [
    [1, 1e9],
    [1, -1],
    [3, 4],
  ].map((values) => tf.tensor3d(values, [1, 2, 1]));
  const parts = far as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
  expect([...operations.attend(parts, 1, positionsOf(2, 2, 1))[0].dataSync()]).toEqual([3, 3]);
});

test.runIf(withoutKernels)('a training step agrees, and is the same each time', () => {
  const { training } = settingOn(freshFolder(), 'cpu');
  const shape = { ...tinyShape, layers: 2, context: 12 };
  const model = gptNeoX(shape, operations);
  const parameters = tf.tensor1d(initialParameters(shape, random));
  const inputs = {
    parameters,
    first: tf.zerosLike(parameters),
    second: tf.zerosLike(parameters),
    mask: tf.tensor1d(decayMask(model.parameters)),
    tokens: tf.tensor2d(
      Int32Array.from({ length: 3 * shape.context }, () => random.below(vocabulary)),
      [3, shape.context],
      'int32',
    ),
    weights: tf.tensor1d([0.2, 0.3, 0.5]),
    scalars: updateScalars(training, 3e-3, 1),
  };
  const take = (): number[] => {
    const { losses, gradientNorm, parameters: after, second } = step(model, training, inputs);
    return [losses, gradientNorm, after, second].flatMap((tensor) => [...tensor.dataSync()]);
  };
  const ours = take();
  expect(take()).toEqual(ours);
  const theirs = withoutKernels!(take);
  ours.forEach((value, i) => {
    expect(Math.abs(value - theirs[i]!)).toBeLessThan(1e-5 * (Math.abs(theirs[i]!) + 0.5));
  });
  expect(ours).not.toEqual(theirs); // they are two computations indeed
});

function positionsOf(time: number, width: number, half: number) {
  const shape = { ...tinyShape, hiddenSize: width, heads: 1, rotaryShare: (2 * half) / width, context: time };
  return makePositions(shape, time);
}

import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { startBackend } from './backends/index.ts';
import { clipped, norm, type OptimiserState, updated, updateScalars } from './optimiser.ts';

const setting = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1, clip: 1 };

beforeAll(async () => {
  await startBackend('cpu');
});

test('three updates are those of AdamW, with decay only where the mask says so', () => {
  const gradients = [
    [0.3, -0.2],
    [-0.1, 0.4],
    [0.05, 0.05],
  ];
  let state: OptimiserState = {
    parameters: tf.tensor1d([1, -2]),
    first: tf.zeros([2]),
    second: tf.zeros([2]),
  };
  gradients.forEach((gradient, i) => {
    const scalars = updateScalars(setting, 0.01, i + 1);
    state = updated(state, tf.tensor1d(gradient), tf.tensor1d([1, 0]), scalars, setting);
  });
  const ours = [...state.parameters.dataSync<'float32'>()];
  const byHand = [
    adamW(
      1,
      gradients.map(([g]) => g!),
      0.1,
    ),
    adamW(
      -2,
      gradients.map(([, g]) => g!),
      0,
    ),
  ];
  ours.forEach((value, i) => expect(value).toBeCloseTo(byHand[i]!, 6));
});

/** The update rule in float64, one number at a time. */
function adamW(start: number, gradients: readonly number[], decay: number): number {
  let [p, m, v] = [start, 0, 0];
  gradients.forEach((g, i) => {
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    p -= 0.01 * decay * p;
    p -= (0.01 * (m / (1 - 0.9 ** (i + 1)))) / (Math.sqrt(v / (1 - 0.999 ** (i + 1))) + 1e-8);
  });
  return p;
}

test('a gradient longer than the limit is scaled down to it, a shorter one is left alone (spec 6.5, G6)', () => {
  const long = tf.tensor1d([3, 4]);
  const short = tf.tensor1d([0.3, 0.4]);
  const [a, b] = clipped(long, norm(long), 1).dataSync<'float32'>();
  expect(a).toBeCloseTo(0.6, 6);
  expect(b).toBeCloseTo(0.8, 6);
  expect([...clipped(short, norm(short), 1).dataSync()]).toEqual([...short.dataSync()]);
});

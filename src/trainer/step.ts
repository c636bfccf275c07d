/** One optimiser step, and the gradient it is made of. Tensors in, tensors out; nothing here waits for numbers. */
import * as tf from '@tensorflow/tfjs-core';
import type { Model } from './model.ts';
import { clipped, norm, type OptimiserSetting, type OptimiserState, updated } from './optimiser.ts';

/** Sequences (B·T tokens, row by row) and what each one's loss counts. */
export interface WeightedBatch {
  readonly tokens: Int32Array;
  /** (B) weights; their sum is 1 for a mean. */
  readonly weights: Float32Array;
}

/** Losses of the sequences (B), and the gradient of their weighted sum as a flat vector. */
export interface LossesAndGradient {
  readonly losses: tf.Tensor1D;
  readonly gradient: tf.Tensor1D;
}

export function lossesAndGradient(model: Model, parameters: tf.Tensor1D, batch: WeightedBatch): LossesAndGradient {
  return tf.tidy(() => {
    const lossesOf = (...weights: tf.Tensor[]): tf.Tensor1D => model.losses(weights, batch.tokens, batch.weights.length);
    const { value, grads } = tf.valueAndGrads(lossesOf)([...model.split(parameters)], tf.tensor1d(batch.weights));
    return { losses: value as tf.Tensor1D, gradient: tf.concat(grads.map((gradient) => tf.reshape(gradient, [-1]))) };
  });
}

export interface Step extends LossesAndGradient {
  readonly state: OptimiserState;
  /** Before clipping. */
  readonly gradientNorm: tf.Scalar;
}

/** The state after one step; the old one stays as it was. The caller owns what comes back. */
export function step(
  model: Model,
  state: OptimiserState,
  batch: WeightedBatch,
  mask: tf.Tensor1D,
  scalars: tf.Tensor1D,
  setting: OptimiserSetting,
): Omit<Step, 'gradient'> {
  return tf.tidy(() => {
    const { losses, gradient } = lossesAndGradient(model, state.parameters, batch);
    const gradientNorm = norm(gradient);
    const next = updated(state, clipped(gradient, gradientNorm, setting.clip), mask, scalars, setting);
    return { losses, gradientNorm, state: next };
  }) as unknown as Omit<Step, 'gradient'>;
}

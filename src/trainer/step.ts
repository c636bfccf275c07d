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
export function lossesAndGradient(model: Model, parameters: tf.Tensor1D, batch: WeightedBatch) {
  return tf.tidy(() => {
    const lossesOf = (...weights: tf.Tensor[]): tf.Tensor => model.losses(weights, batch.tokens, batch.weights.length);
    const { value, grads } = tf.valueAndGrads(lossesOf)([...model.split(parameters)], tf.tensor1d(batch.weights));
    const gradient = tf.concat1d(grads.map((piece) => tf.reshape<tf.Rank.R1>(piece, [-1])));
    return { losses: value as tf.Tensor1D, gradient };
  });
}

/** The state after one step, and the gradient's norm before clipping. The old state stays; the caller owns what is new. */
export function step(
  model: Model,
  state: OptimiserState,
  batch: WeightedBatch,
  mask: tf.Tensor1D,
  scalars: tf.Tensor1D,
  setting: OptimiserSetting,
) {
  return tf.tidy(() => {
    const { losses, gradient } = lossesAndGradient(model, state.parameters, batch);
    const gradientNorm = norm(gradient);
    const short = clipped(gradient, gradientNorm, setting.clip);
    gradient.dispose();
    const next = updated(state, short, mask, scalars, setting);
    return { losses, gradientNorm, state: next };
  });
}

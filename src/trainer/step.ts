/** One optimiser step, and the gradient it is made of. Tensors in, tensors out; nothing here waits for numbers. */
import * as tf from '@tensorflow/tfjs-core';
import type { Model } from './model.ts';
import type { OptimiserSetting, OptimiserState } from './optimiser.ts';

/** Sequences (B,T) and what each one's loss counts: weights (B), whose sum is 1 for a mean. */
export type WeightedBatch = Readonly<{ tokens: tf.Tensor2D; weights: tf.Tensor1D }>;

/** All that a step depends on and that changes; `mask` is from `decayMask`, `scalars` from `updateScalars`. */
export type StepInputs = OptimiserState & WeightedBatch & Readonly<{ mask: tf.Tensor1D; scalars: tf.Tensor1D }>;

/** The state after a step, losses of its sequences (B), and the gradient's norm before clipping. */
export type StepOutputs = OptimiserState & Readonly<{ losses: tf.Tensor1D; gradientNorm: tf.Scalar }>;

/** Losses of the sequences (B), and the gradient of their weighted sum as a flat vector. */
export function lossesAndGradient(model: Model, parameters: tf.Tensor1D, { tokens, weights }: WeightedBatch) {
  return tf.tidy(() => {
    const lossesOf = (...pieces: tf.Tensor[]): tf.Tensor => model.losses(pieces, tokens);
    const { value, grads } = tf.valueAndGrads(lossesOf)([...model.split(parameters)], weights);
    const gradient = tf.concat1d(grads.map((piece) => tf.reshape<tf.Rank.R1>(piece, [-1])));
    return { losses: value as tf.Tensor1D, gradient };
  });
}

/** Takes one step. The inputs stay; the caller owns the outputs. */
export function step(model: Model, setting: OptimiserSetting, inputs: StepInputs): StepOutputs {
  const { parameters, first, second, mask, scalars } = inputs;
  return tf.tidy(() => {
    const { losses, gradient } = lossesAndGradient(model, parameters, inputs);
    const gradientNorm = model.operations.norm(gradient);
    const state = { parameters, first, second };
    return { losses, gradientNorm, ...model.operations.update(state, gradient, gradientNorm, mask, scalars, setting) };
  });
}

/**
 * AdamW with decoupled weight decay and clipping by the global norm, on one flat vector of parameters. Semantics of
 * torch.optim.AdamW and torch.nn.utils.clip_grad_norm_. What changes from step to step enters as tensors.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingSetting } from '#contract/trainer';
import type { Parameter } from './model.ts';

/** Parameters and the two moments of their gradients, each a flat vector. */
export type OptimiserState = Readonly<Record<'parameters' | 'first' | 'second', tf.Tensor1D>>;

export type OptimiserSetting = Pick<TrainingSetting, 'beta1' | 'beta2' | 'epsilon' | 'weightDecay' | 'clip'>;

/** The numbers of one update. @param step number of the update, the first is 1 */
export function updateScalars(setting: OptimiserSetting, learningRate: number, step: number): tf.Tensor1D {
  return tf.tensor1d([
    learningRate * setting.weightDecay,
    learningRate / (1 - setting.beta1 ** step),
    1 / Math.sqrt(1 - setting.beta2 ** step),
  ]);
}

/** 1 where weight decay applies, else 0, in the order of the flat vector. */
export function decayMask(parameters: readonly Parameter[]): Float32Array {
  const last = parameters.at(-1)!;
  const mask = new Float32Array(last.offset + last.size);
  for (const { offset, size, isDecayed } of parameters) if (isDecayed) mask.fill(1, offset, offset + size);
  return mask;
}

/** Euclidean norm of a flat gradient. */
export function norm(gradient: tf.Tensor1D): tf.Scalar {
  return tf.tidy(() => tf.sqrt(tf.sum(tf.square(gradient))));
}

/** The gradient scaled down to norm `clip` where it is longer. */
export function clipped(gradient: tf.Tensor1D, gradientNorm: tf.Scalar, clip: number): tf.Tensor1D {
  return tf.mul(gradient, tf.minimum(tf.div(clip, tf.add(gradientNorm, 1e-6)), 1));
}

/**
 * One update. The old state stays as it was; the caller owns the new one.
 *
 * @param gradient already clipped
 * @param mask     from `decayMask`
 * @param scalars  from `updateScalars`
 */
export function updated(
  state: OptimiserState,
  gradient: tf.Tensor1D,
  mask: tf.Tensor1D,
  scalars: tf.Tensor1D,
  { beta1, beta2, epsilon }: OptimiserSetting,
): OptimiserState {
  const [decay, stepSize, inverseRoot] = tf.split(scalars, 3);
  // A tidy for each, because a large model's vectors in between would fill the memory.
  const first = tf.tidy(() => tf.add<tf.Tensor1D>(tf.mul(state.first, beta1), tf.mul(gradient, 1 - beta1)));
  const second = tf.tidy(() => {
    const square = tf.tidy(() => tf.mul(tf.square(gradient), 1 - beta2));
    return tf.add<tf.Tensor1D>(tf.mul(state.second, beta2), square);
  });
  const change = tf.tidy(() => {
    const spread = tf.tidy(() => tf.add(tf.mul(tf.sqrt(second), inverseRoot!), epsilon));
    return tf.div(tf.mul(first, stepSize!), spread);
  });
  const kept = tf.tidy(() => tf.mul(state.parameters, tf.sub(1, tf.mul(mask, decay!))));
  return { parameters: tf.sub(kept, change), first, second };
}

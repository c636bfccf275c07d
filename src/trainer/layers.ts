/**
 * The layers of the model, each with its own gradient: fewer operations and fewer tensors kept than TensorFlow.js'
 * automatic ones. What they are made of is the backend's (`on`). N = B·T rows, C = width, H heads of width D = C/H.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Operations, Positions } from './backends/backend.ts';

/** Table rows (V,C) at tokens (N) -> (N,C). */
export function embedding(on: Operations, table: tf.Tensor2D, tokens: tf.Tensor1D): tf.Tensor2D {
  return withGradient(
    [table],
    (save) => {
      save(tokens);
      return on.rowsByIndex(table, tokens);
    },
    (dy, [saved]) => [on.sumRowsByIndex(dy, saved as tf.Tensor1D, table.shape[0])],
  );
}

/** x (N,in), weight (out,in) as torch stores it -> x·weightᵀ (N,out). */
export function project(on: Operations, x: tf.Tensor2D, weight: tf.Tensor2D): tf.Tensor2D {
  return withGradient(
    [x, weight],
    (save) => {
      save(x);
      return on.matMul(x, weight, false, true);
    },
    (dy, [saved]) => [on.matMul(dy, weight), on.matMul(dy, saved!, true, false)],
  );
}

/** x (N,in), weight (out,in), bias (out) -> x·weightᵀ + bias (N,out). */
export function linear(on: Operations, x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  return withGradient(
    [x, weight, bias],
    (save) => {
      save(x);
      return tf.add(on.matMul(x, weight, false, true), bias);
    },
    (dy, [saved]) => [on.matMul(dy, weight), on.matMul(dy, saved!, true, false), on.sumRows(dy)],
  );
}

/** Normalises each row of x (N,C), then scales by weight (C) and shifts by bias (C). */
export function layerNorm(
  on: Operations,
  x: tf.Tensor2D,
  weight: tf.Tensor1D,
  bias: tf.Tensor1D,
  epsilon: number,
): tf.Tensor2D {
  return withGradient(
    [x, weight, bias],
    (save) => {
      const [y, ...kept] = on.layerNorm(x, weight, bias, epsilon);
      save(...kept);
      return y;
    },
    (dy, kept) => on.layerNormGradient(dy, weight, kept),
  );
}

/** x·Φ(x) with the exact error function, elementwise on (N,F). */
export function gelu(on: Operations, x: tf.Tensor2D): tf.Tensor2D {
  return withGradient(
    [x],
    (save) => {
      const [y, ...kept] = on.gelu(x);
      save(x, ...kept);
      return y;
    },
    (dy, [saved, ...kept]) => [on.geluGradient(dy, saved as tf.Tensor2D, kept)],
  );
}

/**
 * Causal self-attention with rotary positions.
 *
 * @param fused (N,3C), per head the query, key and value side by side (the layout of GPT-NeoX: H, 3, D)
 * @returns     (N,C)
 */
export function attention(on: Operations, fused: tf.Tensor2D, heads: number, positions: Positions): tf.Tensor2D {
  return withGradient(
    [fused],
    (save) => {
      const parts = on.partHeads(fused, heads, positions);
      const [mixed, ...kept] = on.attend(parts, heads, positions);
      save(...parts, ...kept);
      return mixed;
    },
    (dy, saved) => {
      const [queries, keys, values, ...kept] = saved as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, ...tf.Tensor[]];
      const gradients = on.attendGradient(dy, [queries, keys, values], kept, heads);
      return [on.partHeadsGradient(gradients, heads, positions)];
    },
  );
}

/** Sum of tensors of one shape, left to right: a residual stream. */
export function add(first: tf.Tensor2D, ...others: readonly tf.Tensor2D[]): tf.Tensor2D {
  return withGradient(
    [first, ...others],
    () => others.reduce<tf.Tensor2D>((sum, other) => tf.add(sum, other), first),
    // Clones, because the tape disposes of a gradient that it has added to another.
    (dy) => [dy, ...others].map(() => tf.clone(dy)),
  );
}

/** Mean cross-entropy of each sequence (B) from logits (B·T,V) and the tokens to predict (B·T). */
export function sequenceLosses(on: Operations, logits: tf.Tensor2D, targets: tf.Tensor1D, batch: number) {
  const time = logits.shape[0] / batch;
  return withGradient<tf.Tensor1D>(
    [logits],
    (save) => {
      const [losses, gradients] = on.crossEntropy(logits, targets);
      save(gradients);
      return tf.mean(tf.reshape(losses, [batch, time]), 1);
    },
    (dy, [gradients]) => {
      const perToken = tf.reshape(tf.tile(tf.reshape(tf.div(dy, time), [batch, 1]), [1, time]), [-1, 1]);
      return [tf.mul(gradients!, perToken)];
    },
  );
}

/**
 * A tensor computed by `forward` from `inputs`, whose gradient towards each of them is given by `backward`. Activations
 * that `backward` needs must be saved: the tape drops all others. Parameters and tables of positions stay.
 */
function withGradient<Out extends tf.Tensor = tf.Tensor2D>(
  inputs: readonly tf.Tensor[],
  forward: (save: (...tensors: readonly tf.Tensor[]) => void) => tf.Tensor,
  backward: (dy: Out, saved: readonly tf.Tensor[]) => readonly tf.Tensor[],
): Out {
  const operation = tf.customGrad<Out>((...given) => {
    const save = given.at(-1) as tf.GradSaveFunc;
    return {
      value: forward((...tensors) => save([...tensors])) as Out,
      gradFunc: (dy, saved) => [...backward(dy, saved)],
    };
  });
  return operation(...inputs);
}

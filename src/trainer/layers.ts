/**
 * The layers of the model, each with its own gradient: fewer operations and fewer tensors kept than TensorFlow.js'
 * automatic ones, and the same on every backend (`on`). N = B·T rows, C = width, H heads of width D = C/H.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Operations } from './backends/backend.ts';

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
      const centred = tf.sub(x, tf.mean(x, 1, true));
      const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), epsilon)); // (N,1)
      const normal = tf.mul(centred, inverse);
      save(normal, inverse);
      return tf.add(tf.mul(normal, weight), bias);
    },
    (dy, [normal, inverse]) => {
      const overlap = tf.mul<tf.Tensor2D>(dy, normal!);
      const scaled = tf.mul(dy, weight);
      const along = tf.mean(tf.mul(overlap, weight), 1, true); // what the unit variance takes away
      const dx = tf.mul(tf.sub(tf.sub(scaled, tf.mean(scaled, 1, true)), tf.mul(normal!, along)), inverse!);
      return [dx, on.sumRows(overlap), on.sumRows(dy)];
    },
  );
}

/** x·Φ(x) with the exact error function, elementwise on (N,F). */
export function gelu(x: tf.Tensor2D): tf.Tensor2D {
  return withGradient(
    [x],
    (save) => {
      const cumulative = tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
      save(x, cumulative);
      return tf.mul(x, cumulative);
    },
    (dy, [saved, cumulative]) => {
      const density = tf.mul(tf.exp(tf.mul(tf.square(saved!), -0.5)), 1 / Math.sqrt(2 * Math.PI));
      return [tf.mul(dy, tf.add(cumulative!, tf.mul(saved!, density)))];
    },
  );
}

/** What attention needs to know of positions; depends on T alone. */
export interface Positions {
  /** Cosines and sines (T,D) of the rotary angles; 1 and 0 where the head is not rotated. */
  readonly cosines: tf.Tensor2D;
  readonly sines: tf.Tensor2D;
  /** Signed permutation (D,D): x·turn is x with the halves of its rotated part swapped and the new first one negated. */
  readonly turn: tf.Tensor2D;
  /** 0 where a row may look, a huge negative number where the column lies in its future (T,T). */
  readonly mask: tf.Tensor2D;
}

/**
 * Causal self-attention with rotary positions.
 *
 * @param fused (N,3C), per head the query, key and value side by side (the layout of GPT-NeoX: H, 3, D)
 * @returns     (N,C)
 */
export function attention(on: Operations, fused: tf.Tensor2D, heads: number, positions: Positions): tf.Tensor2D {
  const { cosines, sines, turn, mask } = positions;
  const [time, size] = cosines.shape;
  const batch = fused.shape[0] / time;
  const rows = batch * heads;
  const scale = 1 / Math.sqrt(size);
  return withGradient(
    [fused],
    (save) => {
      const [flat, values] = on.split(partHeads(fused, batch, time, heads), [2 * rows, rows]);
      const turned = tf.reshape(on.matMul(tf.reshape(flat!, [-1, size]), turn), [2 * rows, time, size]);
      const rotated = tf.add(tf.mul(flat!, cosines), tf.mul(turned, sines));
      const [unscaled, keys] = on.split(rotated as tf.Tensor3D, [rows, rows]);
      const queries = tf.mul(unscaled!, scale);
      const shares = tf.softmax(tf.add(on.matMul(queries, keys!, false, true), mask)); // (B·H,T,T)
      const mixed = on.matMul(shares, values!); // (B·H,T,D)
      save(queries, keys!, values!, shares, mixed);
      return tf.reshape(tf.transpose(tf.reshape(mixed, [batch, heads, time, size]), [0, 2, 1, 3]), [batch * time, -1]);
    },
    (dy, saved) => {
      const [queries, keys, values, shares, mixed] = saved as tf.Tensor3D[];
      const byHead = tf.transpose(tf.reshape(dy, [batch, time, heads, size]), [0, 2, 1, 3]);
      const dMixed = tf.reshape<tf.Rank.R3>(byHead, [rows, time, size]);
      const dValues = on.matMul(shares!, dMixed, true, false);
      const dShares = on.matMul(dMixed, values!, false, true);
      const dScores = tf.mul<tf.Tensor3D>(shares!, tf.sub(dShares, tf.sum(tf.mul(dMixed, mixed!), 2, true)));
      const dQueries = tf.mul(on.matMul(dScores, keys!), scale);
      const dKeys = on.matMul(dScores, queries!, true, false);
      const dRotated = tf.concat([dQueries, dKeys], 0);
      const dTurned = tf.reshape<tf.Rank.R2>(tf.mul(dRotated, sines), [-1, size]);
      const back = tf.reshape(on.matMul(dTurned, turn, false, true), [2 * rows, time, size]);
      const dFlat = tf.concat([tf.add<tf.Tensor3D>(tf.mul(dRotated, cosines), back), dValues], 0);
      return [joinHeads(dFlat, batch, time, heads)];
    },
  );
}

/**
 * (B·T,3C), per head the query, key and value -> (3·B·H,T,D), all queries before all keys before all values. In two
 * steps of four axes, because one of five is slow in WebAssembly.
 */
function partHeads(fused: tf.Tensor2D, batch: number, time: number, heads: number): tf.Tensor3D {
  const parted = tf.transpose(tf.reshape(fused, [batch * time, heads, 3, -1]), [2, 0, 1, 3]); // (3,B·T,H,D)
  const byHead = tf.transpose(tf.reshape(parted, [3 * batch, time, heads, -1]), [0, 2, 1, 3]); // (3·B,H,T,D)
  return tf.reshape(byHead, [3 * batch * heads, time, -1]);
}

/** Undoes `partHeads`. */
function joinHeads(parted: tf.Tensor3D, batch: number, time: number, heads: number): tf.Tensor2D {
  const byTime = tf.transpose(tf.reshape(parted, [3 * batch, heads, time, -1]), [0, 2, 1, 3]); // (3·B,T,H,D)
  const joined = tf.transpose(tf.reshape(byTime, [3, batch * time, heads, -1]), [1, 2, 0, 3]); // (B·T,H,3,D)
  return tf.reshape(joined, [batch * time, -1]);
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

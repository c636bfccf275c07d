/** The layers and the update from small operations: the reference, and what runs wherever there are no kernels. */
import * as tf from '@tensorflow/tfjs-core';
import { clipped, norm, updated } from '../optimiser.ts';
import type { BasicOperations, Operations } from './backend.ts';

/** Completes a backend's small operations. */
export function composed(on: BasicOperations): Operations {
  return {
    ...on,

    gelu: (x) => {
      const cumulative = tf.mul<tf.Tensor2D>(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
      return [tf.mul(x, cumulative), cumulative];
    },
    geluGradient: (dy, x, [cumulative]) => {
      const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
      return tf.mul(dy, tf.add(cumulative!, tf.mul(x, density)));
    },

    layerNorm: (x, weight, bias, epsilon) => {
      const centred = tf.sub(x, tf.mean(x, 1, true));
      const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), epsilon)); // (N,1)
      const normal = tf.mul(centred, inverse);
      return [tf.add(tf.mul(normal, weight), bias), normal, inverse];
    },
    layerNormGradient: (dy, weight, [normal, inverse]) => {
      const overlap = tf.mul<tf.Tensor2D>(dy, normal!);
      const scaled = tf.mul(dy, weight);
      const along = tf.mean(tf.mul(overlap, weight), 1, true); // what the unit variance takes away
      const dx = tf.mul(tf.sub(tf.sub(scaled, tf.mean(scaled, 1, true)), tf.mul(normal!, along)), inverse!);
      return [dx as tf.Tensor2D, on.sumRows(overlap), on.sumRows(dy)];
    },

    partHeads: (fused, heads, { cosines, sines, turn }) => {
      const [time, size] = cosines.shape;
      const batch = fused.shape[0] / time;
      const rows = batch * heads;
      const [flat, values] = on.split(part(fused, batch, time, heads), [2 * rows, rows]);
      const turned = tf.reshape(on.matMul(tf.reshape(flat!, [-1, size]), turn), [2 * rows, time, size]);
      const rotated = tf.add(tf.mul(flat!, cosines), tf.mul(turned, sines));
      const [unscaled, keys] = on.split(rotated as tf.Tensor3D, [rows, rows]);
      return [tf.mul(unscaled!, 1 / Math.sqrt(size)), keys!, values!];
    },
    partHeadsGradient: ([dQueries, dKeys, dValues], heads, { cosines, sines, turn }) => {
      const [time, size] = cosines.shape;
      const rows = dQueries.shape[0];
      const dRotated = tf.concat([tf.mul(dQueries, 1 / Math.sqrt(size)), dKeys], 0);
      const dTurned = tf.reshape<tf.Rank.R2>(tf.mul(dRotated, sines), [-1, size]);
      const back = tf.reshape(on.matMul(dTurned, turn, false, true), [2 * rows, time, size]);
      const dFlat = tf.concat([tf.add<tf.Tensor3D>(tf.mul(dRotated, cosines), back), dValues], 0);
      return join(dFlat, rows / heads, time, heads);
    },

    attend: ([queries, keys, values], heads, { mask }) => {
      const [rows, time, size] = queries.shape;
      const shares = tf.softmax(tf.add(on.matMul(queries, keys, false, true), mask)); // (B·H,T,T)
      const mixed = on.matMul<tf.Tensor3D>(shares as tf.Tensor3D, values); // (B·H,T,D)
      const byTime = tf.transpose(tf.reshape(mixed, [rows / heads, heads, time, size]), [0, 2, 1, 3]);
      return [tf.reshape(byTime, [(rows / heads) * time, heads * size]), shares, mixed];
    },
    attendGradient: (dy, [queries, keys, values], kept, heads) => {
      const [shares, mixed] = kept as [tf.Tensor3D, tf.Tensor3D];
      const [rows, time, size] = queries.shape;
      const byHead = tf.transpose(tf.reshape(dy, [rows / heads, time, heads, size]), [0, 2, 1, 3]);
      const dMixed = tf.reshape<tf.Rank.R3>(byHead, [rows, time, size]);
      const dShares = on.matMul(dMixed, values, false, true);
      const along = tf.sum(tf.mul(dMixed, mixed), 2, true); // Σ shares·dShares of each row
      const dScores = tf.mul<tf.Tensor3D>(shares, tf.sub(dShares, along));
      return [
        on.matMul(dScores, keys),
        on.matMul(dScores, queries, true, false),
        on.matMul(shares, dMixed, true, false),
      ];
    },

    norm,
    update: (state, gradient, gradientNorm, mask, scalars, setting) =>
      updated(state, clipped(gradient, gradientNorm, setting.clip), mask, scalars, setting),
  };
}

/**
 * (B·T,3C), per head the query, key and value -> (3·B·H,T,D), all queries before all keys before all values. In two
 * steps of four axes, because one of five is slow in WebAssembly.
 */
function part(fused: tf.Tensor2D, batch: number, time: number, heads: number): tf.Tensor3D {
  const parted = tf.transpose(tf.reshape(fused, [batch * time, heads, 3, -1]), [2, 0, 1, 3]); // (3,B·T,H,D)
  const byHead = tf.transpose(tf.reshape(parted, [3 * batch, time, heads, -1]), [0, 2, 1, 3]); // (3·B,H,T,D)
  return tf.reshape(byHead, [3 * batch * heads, time, -1]);
}

/** Undoes `part`. */
function join(parted: tf.Tensor3D, batch: number, time: number, heads: number): tf.Tensor2D {
  const byTime = tf.transpose(tf.reshape(parted, [3 * batch, heads, time, -1]), [0, 2, 1, 3]); // (3·B,T,H,D)
  const joined = tf.transpose(tf.reshape(byTime, [3, batch * time, heads, -1]), [1, 2, 0, 3]); // (B·T,H,3,D)
  return tf.reshape(joined, [batch * time, -1]);
}

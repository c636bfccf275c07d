/** The model's small operations from what every TensorFlow.js backend has. */
import * as tf from '@tensorflow/tfjs-core';
import type { BasicOperations } from './backend.ts';

export const portable: BasicOperations = {
  matMul: (a, b, transposeA, transposeB) => tf.matMul(a, b, transposeA, transposeB),

  split: (x, sizes) => tf.split(x, [...sizes], 0),

  sumRows: (x) => tf.sum(x, 0),

  rowsByIndex: (table, indices) => tf.gather(table, indices),

  sumRowsByIndex: (rows, indices, count) =>
    tf.scatterND<tf.Rank.R2>(tf.reshape(indices, [-1, 1]), rows, [count, rows.shape[1]]),

  crossEntropy: (logits, targets) => {
    const [n, classes] = logits.shape;
    const shifted = tf.sub(logits, tf.max(logits, 1, true));
    const exponentials = tf.exp(shifted);
    const sums = tf.sum(exponentials, 1, true);
    // Cast, because the wasm kernel writes whole numbers whatever type it is asked for.
    const hits = tf.cast(tf.oneHot(targets, classes), 'float32');
    const losses = tf.sub(tf.reshape(tf.log(sums), [n]), tf.sum(tf.mul(shifted, hits), 1));
    return [losses as tf.Tensor1D, tf.sub(tf.div(exponentials, sums), hits)];
  },
};

/** WebAssembly with SIMD, one thread: slower than the native library, but it comes with the package and always loads. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { type Backend, type BasicOperations, Unusable } from './backend.ts';
import { composed } from './composed.ts';
import { portable } from './portable.ts';

export const wasm: Backend = {
  id: 'wasm',
  async start() {
    try {
      const { setWasmPaths, version_wasm: version } = await import('@tensorflow/tfjs-backend-wasm');
      setWasmPaths(join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')), '/'));
      if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js could not start its wasm backend');
      return {
        id: 'wasm',
        device: `TensorFlow.js ${version} in WebAssembly, 1 thread`,
        operations: composed(basic),
        graphs: 'none',
      };
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Unusable(`WebAssembly does not start: ${reason}`, 'Run `npm install` again.', { cause });
    }
  },
};

/** Around what is slow here: stacks of matrices, transposed factors, sums along the first axis, and cutting. */
const basic: BasicOperations = {
  ...portable,
  matMul: (a, b, transposeA = false, transposeB = false) => {
    if (a.rank === 2) return multiply(a, b, transposeA, transposeB);
    const left = unstack(a);
    const right = unstack(b);
    const products = left.map((one, i) => multiply(one, right[i]!, transposeA, transposeB));
    return tf.reshape(tf.concat(products, 0), [left.length, ...products[0]!.shape]) as typeof a;
  },
  split: cut,
  sumRows: (x) => tf.reshape(tf.matMul(tf.ones<tf.Rank.R2>([1, x.shape[0]]), x), [-1]),
};

function multiply<T extends tf.Tensor>(a: T, b: T, transposeA: boolean, transposeB: boolean): T {
  return tf.matMul(transposeA ? tf.transpose(a) : a, transposeB ? tf.transpose(b) : b);
}

function unstack(x: tf.Tensor): tf.Tensor[] {
  return cut(x, Array<number>(x.shape[0]).fill(1)).map((one) => tf.reshape(one, x.shape.slice(1)));
}

/** The kernel copies all of `x` once for every piece; this copies it once. */
function cut<T extends tf.Tensor>(x: T, sizes: readonly number[]): T[] {
  const values = x.dataSync<'float32'>();
  const rest = x.shape.slice(1);
  const width = rest.reduce((a, b) => a * b, 1);
  let begin = 0;
  return sizes.map((size) => {
    const piece = values.subarray(begin, (begin += size * width));
    return tf.tensor(piece, [size, ...rest]) as T;
  });
}

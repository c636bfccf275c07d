/** WebAssembly with SIMD, one thread: slower than the native library, but it comes with the package and always loads. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { type Backend, Unusable } from './backend.ts';
import { portable } from './portable.ts';

export const wasm: Backend = {
  id: 'wasm',
  async start() {
    try {
      const { setWasmPaths, version_wasm: version } = await import('@tensorflow/tfjs-backend-wasm');
      setWasmPaths(join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')), '/'));
      if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js could not start its wasm backend');
      return { id: 'wasm', device: `TensorFlow.js ${version} in WebAssembly, 1 thread`, operations: portable };
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Unusable(`WebAssembly does not start: ${reason}`, 'Run `npm install` again.', { cause });
    }
  },
};

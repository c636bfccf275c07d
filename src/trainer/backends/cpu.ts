/** Plain JavaScript: for tests of tiny models, and as a second opinion. */
import * as tf from '@tensorflow/tfjs-core';
import { type Backend, Unusable } from './backend.ts';
import { composed } from './composed.ts';
import { portable } from './portable.ts';

export const cpu: Backend = {
  id: 'cpu',
  async start() {
    try {
      const { version_cpu: version } = await import('@tensorflow/tfjs-backend-cpu');
      await tf.setBackend('cpu');
      return {
        id: 'cpu',
        device: `TensorFlow.js ${version} in JavaScript, 1 thread`,
        operations: composed(portable),
        graphs: 'none',
      };
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Unusable(`The JavaScript backend does not load: ${reason}`, 'Run `npm install` again.', { cause });
    }
  },
};

/** Tensors that a trainer holds, on the backends that experiments use. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { BackendId } from '#contract/trainer';
import { freshFolder, settingOn } from './testing/small-trainer.ts';
import { createTrainer } from './trainer.ts';

/** Tensors, and bytes on a graphics card where the backend counts them. */
function held() {
  const { numTensors, numBytesInGPU } = tf.memory() as tf.MemoryInfo & { readonly numBytesInGPU?: number };
  return { numTensors, numBytesInGPU };
}

const trainer = createTrainer();
const states = await trainer.backends();
const ids = states.flatMap(({ backend, usable }) => (usable && backend !== 'cpu' ? [backend] : []));

test.each<BackendId>(ids)(
  '%s: a hundred steps, evaluations, probes and slopes leave no tensor behind',
  async (backend) => {
    await trainer.open(settingOn(freshFolder(), backend));
    await trainer.create({ model: 0, seed: 0, steps: 200 });
    const work = async (steps: number): Promise<void> => {
      const proportions = [0.5, 0.5];
      await trainer.train({ model: 0, proportions, steps, continues: false });
      await trainer.evaluate({ model: 0, split: 'val' });
      await trainer.probe({ model: 0, proportions, gradients: { validationSequences: 2 } });
      await trainer.slopes({ model: 0, steps: 3, sequences: 6, subset: 1 });
    };
    await work(2); // makes the tables of positions
    const before = held();
    await work(100);
    expect(held()).toEqual(before);
  },
);

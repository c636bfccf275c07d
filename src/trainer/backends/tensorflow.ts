/** The native TensorFlow library: CUDA where the machine has it, else all cores of the CPU. */
import { availableParallelism } from 'node:os';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { kernelOperations, loadKernels } from '../kernels/kernels.ts';
import { type Backend, type BasicOperations, type Operations, type Running, Unusable } from './backend.ts';
import { composed } from './composed.ts';
import { nativeAttributes, type NativeBackend } from './native.ts';
import { portable } from './portable.ts';

export const tensorflow: Backend = {
  id: 'tensorflow',
  async start() {
    const threads = setEnvironment();
    try {
      await import('@tensorflow/tfjs-node-gpu');
    } catch (cause) {
      throw unusable(cause);
    }
    await tf.setBackend('tensorflow');
    const backend = tf.backend() as unknown as NativeBackend;
    const library = `TensorFlow ${backend.binding.TF_Version}`;
    const small = composed(nativeOperations(backend));
    // The kernels are for processors; a graphics card's memory is out of their reach.
    const hasKernels = !backend.isUsingGpuDevice && loadKernels();
    return {
      id: 'tensorflow',
      device: backend.isUsingGpuDevice ? `${library}, GPU` : onProcessor(library, threads, hasKernels),
      ...(hasKernels ? withKernels(small, backend) : { operations: small }),
      // A session takes its inputs from the processor's memory: free there, two copies of the model a step on a GPU.
      graphs: backend.isUsingGpuDevice ? 'possible' : 'usual',
    };
  },
};

function onProcessor(library: string, threads: number, hasKernels: boolean): string {
  return `${library}, CPU, ${threads} threads${hasKernels ? ', fused kernels' : ''}`;
}

/** Operations that go by the kernels, except while something is computed without. */
function withKernels(small: Operations, backend: NativeBackend): Pick<Running, 'operations' | 'withoutKernels'> {
  const kernels = kernelOperations(small, backend);
  let current = kernels;
  const names = Object.keys(kernels) as (keyof Operations)[];
  // Each looks up what is current when it is called.
  const operations = Object.fromEntries(
    names.map((name) => [name, (...given: never[]) => (current[name] as (...given: never[]) => unknown)(...given)]),
  ) as unknown as Operations;
  return {
    operations,
    withoutKernels: (compute) => {
      current = small;
      try {
        return compute();
      } finally {
        current = kernels;
      }
    },
  };
}

/** Must happen before the library is loaded. @returns threads that one operation may use */
function setEnvironment(): number {
  // The package calls one function that Node 23 took away and one that it warns of.
  const older = util as { isNullOrUndefined?: (value: unknown) => boolean; isArray?: (value: unknown) => boolean };
  older.isNullOrUndefined ??= (value) => value === null || value === undefined;
  older.isArray = Array.isArray;
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const asked = process.env['AIOLI_TRAINER_THREADS'] ?? process.env['TF_NUM_INTRAOP_THREADS'];
  const threads = Number(asked) || availableParallelism();
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads); // last digits depend on it, so it is never left open
  return threads;
}

function unusable(cause: unknown): Unusable {
  const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
  const isMissing = reason.includes('can not be found');
  return new Unusable(
    isMissing
      ? 'The native TensorFlow library is not set up.'
      : `The native TensorFlow library does not load: ${reason}`,
    'Run `npm run setup` again; `aioli doctor` shows what it found.',
    { cause },
  );
}

function nativeOperations(backend: NativeBackend): BasicOperations {
  const { type, flag } = nativeAttributes(backend);
  return {
    ...portable,
    // One product of matrices, not a stack of one: the library has quicker kernels for it.
    matMul: (a, b, transposeA = false, transposeB = false) => {
      if (a.rank !== 2) return tf.matMul(a, b, transposeA, transposeB);
      const attributes = [
        type('T', backend.binding.TF_FLOAT),
        flag('transpose_a', transposeA),
        flag('transpose_b', transposeB),
      ];
      return backend.executeMultipleOutputs('MatMul', attributes, [a, b], 1)[0] as typeof a;
    },
    // TensorFlow.js' own kernel reads the indices back to check them; the library checks them too.
    rowsByIndex: (table, indices) => {
      const attributes = [type('Tparams', backend.binding.TF_FLOAT), type('Tindices', INT32), type('Taxis', INT32)];
      const given = [table, indices, tf.scalar(0, 'int32')];
      return backend.executeMultipleOutputs('GatherV2', attributes, given, 1)[0] as tf.Tensor2D;
    },
    sumRowsByIndex: (rows, indices, count) => tf.unsortedSegmentSum(rows, indices, count),
    // One pass over the logits instead of seven.
    crossEntropy: (logits, targets) => {
      const attributes = [type('T', backend.binding.TF_FLOAT), type('Tlabels', INT32)];
      const outputs = backend.executeMultipleOutputs(
        'SparseSoftmaxCrossEntropyWithLogits',
        attributes,
        [logits, targets],
        2,
      );
      return outputs as unknown as readonly [tf.Tensor1D, tf.Tensor2D];
    },
  };
}

/** DT_INT32 of TensorFlow's type numbers. */
const INT32 = 3;

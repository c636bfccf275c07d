/** The native TensorFlow library: CUDA where the machine has it, else all cores of the CPU. */
import { availableParallelism } from 'node:os';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { type Backend, type Operations, Unusable } from './backend.ts';
import { portable } from './portable.ts';

/** The part of TensorFlow.js' native backend that is used here directly. */
interface NativeBackend {
  readonly binding: {
    readonly TF_Version: string;
    readonly TF_ATTR_TYPE: number;
    readonly TF_ATTR_BOOL: number;
    readonly TF_FLOAT: number;
  };
  readonly isUsingGpuDevice: boolean;
  executeMultipleOutputs(name: string, attributes: unknown, inputs: tf.Tensor[], outputs: number): tf.Tensor[];
}

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
    const device = backend.isUsingGpuDevice ? 'GPU' : `CPU, ${threads} threads`;
    return {
      id: 'tensorflow',
      device: `TensorFlow ${backend.binding.TF_Version}, ${device}`,
      operations: nativeOperations(backend),
      // A session takes its inputs from the processor's memory: free there, two copies of the model a step on a GPU.
      graphs: backend.isUsingGpuDevice ? 'possible' : 'usual',
    };
  },
};

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

function nativeOperations(backend: NativeBackend): Operations {
  const type = (name: string, value: number) => ({ name, type: backend.binding.TF_ATTR_TYPE, value });
  const flag = (name: string, value: boolean) => ({ name, type: backend.binding.TF_ATTR_BOOL, value });
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

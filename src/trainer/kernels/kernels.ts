/** The operations of kernels.cpp: each in one pass over memory what small operations do in many. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { constants } from 'node:os';
import * as tf from '@tensorflow/tfjs-core';
import type { Operations, Positions } from '../backends/backend.ts';
import { nativeAttributes, type NativeBackend } from '../backends/native.ts';

/**
 * Makes the kernels known to the loaded library, if set-up has built them for this machine.
 * AIOLI_TRAINER_KERNELS=off does without.
 */
export function loadKernels(): boolean {
  if (process.env['AIOLI_TRAINER_KERNELS'] === 'off') return false;
  const file = kernelsFile();
  if (!existsSync(file)) return false;
  try {
    process.dlopen({ exports: {} }, file, constants.dlopen.RTLD_NOW);
    return true;
  } catch {
    return false; // built against another library: the small operations do
  }
}

/** Queries, keys and values, or their gradients. */
type Parts = [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];

/** Where set-up puts them: beside the binding to the library. */
function kernelsFile(): string {
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json');
  return join(dirname(main), 'lib', 'aioli_kernels.node');
}

/** All operations, by kernels where there is one. */
export function kernelOperations(small: Operations, backend: NativeBackend): Operations {
  const { type, whole, real } = nativeAttributes(backend);
  const call = (
    name: string,
    inputs: readonly tf.Tensor[],
    outputs: number,
    attributes: readonly object[] = [],
  ): tf.Tensor[] => backend.executeMultipleOutputs(name, attributes, inputs, outputs);
  const heading = (heads: number, { cosines, half }: Positions) => [
    whole('heads', heads),
    whole('rotary_half', half),
    real('scale', 1 / Math.sqrt(cosines.shape[1])),
  ];

  return {
    ...small,
    sumRows: (x) => call('AioliSumRows', [x], 1)[0] as tf.Tensor1D,

    gelu: (x) => call('AioliGelu', [x], 1) as [tf.Tensor2D],
    geluGradient: (dy, x) => call('AioliGeluGradient', [x, dy], 1)[0] as tf.Tensor2D,

    layerNorm: (x, weight, bias, epsilon) => {
      const outputs = call('AioliLayerNorm', [x, weight, bias], 3, [real('epsilon', epsilon)]);
      const [y, means, inverses] = outputs as [tf.Tensor2D, tf.Tensor, tf.Tensor];
      return [y, x, means, inverses];
    },
    layerNormGradient: (dy, weight, [x, means, inverses]) => {
      const outputs = call('AioliLayerNormGradient', [x!, means!, inverses!, weight, dy], 3);
      return outputs as [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D];
    },

    partHeads: (fused, heads, positions) => {
      const given = [fused, positions.cosines, positions.sines];
      return call('AioliPartHeads', given, 3, heading(heads, positions)) as Parts;
    },
    partHeadsGradient: (gradients, heads, positions) => {
      const given = [...gradients, positions.cosines, positions.sines];
      return call('AioliPartHeadsGradient', given, 1, heading(heads, positions))[0] as tf.Tensor2D;
    },

    attend: (parts, heads) => call('AioliAttend', parts, 2, [whole('heads', heads)]) as [tf.Tensor2D, tf.Tensor],
    attendGradient: (dy, parts, [logarithms], heads) =>
      call('AioliAttendGradient', [dy, ...parts, logarithms!], 3, [whole('heads', heads)]) as Parts,

    norm: (gradient) =>
      tf.tidy(() => {
        const [half] = call('L2Loss', [gradient], 1, [type('T', backend.binding.TF_FLOAT)]);
        return tf.sqrt<tf.Scalar>(tf.mul(half!, 2));
      }),
    update: ({ parameters, first, second }, gradient, gradientNorm, mask, scalars, setting) => {
      const given = [parameters, first, second, gradient, gradientNorm, mask, scalars];
      const outputs = call('AioliAdamW', given, 3, [
        real('beta1', setting.beta1),
        real('beta2', setting.beta2),
        real('epsilon', setting.epsilon),
        real('clip', setting.clip),
      ]);
      const [newParameters, newFirst, newSecond] = outputs as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
      return { parameters: newParameters, first: newFirst, second: newSecond };
    },
  };
}

/** The part of TensorFlow.js' native backend that is used directly. */
import type { Tensor } from '@tensorflow/tfjs-core';

export interface NativeBackend {
  readonly binding: {
    readonly TF_Version: string;
    readonly TF_ATTR_TYPE: number;
    readonly TF_ATTR_BOOL: number;
    readonly TF_ATTR_INT: number;
    readonly TF_ATTR_FLOAT: number;
    readonly TF_FLOAT: number;
  };
  readonly isUsingGpuDevice: boolean;
  executeMultipleOutputs(name: string, attributes: unknown, inputs: readonly Tensor[], outputs: number): Tensor[];
}

/** Makers of an operation's attributes, as the library wants them. */
export function nativeAttributes({ binding }: NativeBackend) {
  const maker =
    <Value>(kind: number) =>
    (name: string, value: Value) => ({ name, type: kind, value });
  return {
    type: maker<number>(binding.TF_ATTR_TYPE),
    flag: maker<boolean>(binding.TF_ATTR_BOOL),
    whole: maker<number>(binding.TF_ATTR_INT),
    real: maker<number>(binding.TF_ATTR_FLOAT),
  };
}

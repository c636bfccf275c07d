/**
 * Records which TensorFlow operations a function of tensors runs, by watching TensorFlow.js' native backend while the
 * function runs once eagerly. Kernels, gradients and broadcasting are resolved by then, so a recording holds nothing but
 * names, attributes and who uses what.
 */
import * as tf from '@tensorflow/tfjs-core';

/** What the recorder needs of the native backend: the two ways in which its kernels run operations, and its values. */
export interface NativeBackend {
  executeSingleOutput(name: string, attributes: readonly Attribute[], inputs: readonly tf.TensorInfo[]): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly tf.TensorInfo[],
    outputs: number,
  ): tf.Tensor[];
  readSync(dataId: object): tf.backend_util.BackendValues;
}

/** An attribute as TensorFlow.js hands it to the library; `type` is one of TensorFlow's TF_AttrType. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number | string | object;
}

/** Where a tensor comes from: the n-th input, the n-th constant, or an output of the n-th operation. */
export type Source =
  | { readonly from: 'input' | 'constant'; readonly at: number }
  | { readonly from: 'operation'; readonly at: number; readonly output: number };

export interface Operation {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly inputs: readonly Source[];
}

export interface Described {
  readonly type: tf.DataType;
  readonly shape: readonly number[];
}

export interface Constant extends Described {
  /** Row by row, in the machine's byte order. */
  readonly bytes: Uint8Array;
}

export interface Recording {
  readonly inputs: readonly Described[];
  readonly constants: readonly Constant[];
  readonly operations: readonly Operation[];
  readonly outputs: readonly (Described & { readonly source: Source })[];
}

/** Why a function cannot be recorded. */
export class NotRecordable extends Error {
  override readonly name = 'NotRecordable';
}

/**
 * Runs `compute` once and forgets its results.
 * @throws NotRecordable when it reads numbers of tensors that depend on its inputs: what follows would be frozen
 */
export function record(
  inputs: readonly tf.Tensor[],
  compute: (inputs: readonly tf.Tensor[]) => readonly tf.Tensor[],
): Recording {
  const backend = tf.backend() as unknown as NativeBackend;
  const sources = new Map<object, Source>(inputs.map(({ dataId }, at) => [dataId, { from: 'input', at }]));
  const constants: Constant[] = [];
  const operations: Operation[] = [];

  const sourceOf = (tensor: tf.TensorInfo): Source => {
    const known = sources.get(tensor.dataId);
    if (known) return known;
    const source: Source = { from: 'constant', at: constants.length };
    constants.push({ ...described(tensor), bytes: bytesOf(read(tensor.dataId)) });
    sources.set(tensor.dataId, source);
    return source;
  };
  const note = (name: string, attributes: readonly Attribute[], used: readonly Source[]): number =>
    operations.push({ name, attributes, inputs: used }) - 1;
  const read = backend.readSync.bind(backend);
  const single = backend.executeSingleOutput.bind(backend);
  const multiple = backend.executeMultipleOutputs.bind(backend);
  const watched: NativeBackend = {
    executeSingleOutput: (name, attributes, given) => {
      const used = given.map(sourceOf);
      const made = single(name, attributes, given);
      const at = note(name, attributes, used);
      sources.set(made.dataId, { from: 'operation', at, output: 0 });
      return made;
    },
    executeMultipleOutputs: (name, attributes, given, count) => {
      const used = given.map(sourceOf);
      const made = multiple(name, attributes, given, count);
      const at = note(name, attributes, used);
      made.forEach(({ dataId }, output) => sources.set(dataId, { from: 'operation', at, output }));
      return made;
    },
    readSync: (dataId) => {
      const from = sources.get(dataId)?.from;
      if (from !== undefined && from !== 'constant') throw new NotRecordable('a number is read before the end');
      return read(dataId);
    },
  };

  Object.assign(backend, watched);
  try {
    return tf.tidy(() => {
      const outputs = compute(inputs).map((tensor) => ({ ...described(tensor), source: sourceOf(tensor) }));
      const recording: Recording = { inputs: inputs.map(described), constants, operations, outputs };
      return recording as unknown as tf.TensorContainer;
    }) as unknown as Recording;
  } finally {
    for (const name of Object.keys(watched)) Reflect.deleteProperty(backend, name); // the class's own show again
  }
}

function described({ dtype, shape }: tf.TensorInfo): Described {
  return { type: dtype, shape: [...shape] };
}

function bytesOf(values: tf.backend_util.BackendValues): Uint8Array {
  if (!ArrayBuffer.isView(values)) throw new NotRecordable('a constant is text');
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
}

/**
 * A recording as TensorFlow's SavedModel, the only form of a graph that TensorFlow.js' addon loads. Numbers of fields are
 * those of saved_model.proto, graph.proto, function.proto and attr_value.proto.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { type Bytes, entry, float, message, nested, whole } from './protobuf.ts';
import {
  type Attribute,
  type Constant,
  type Described,
  NotRecordable,
  type Recording,
  type Source,
} from './recorder.ts';

export const tag = 'serve';

/** Name of the n-th input, as the session wants it. */
export function inputName(at: number): string {
  return `input${at}:0`;
}

/** Name of the n-th output. */
export function outputName(at: number): string {
  return `output${at}:0`;
}

/** @param xla hands the whole to XLA's compiler, in place of running operation by operation */
export function savedModel(recording: Recording, xla: boolean): Bytes {
  const graph = xla ? compiledGraph(recording) : plainGraph(recording);
  const meta = nested(1, nested(4, tag));
  const versions = nested(4, whole(1, producer));
  return message(whole(1, 1), nested(2, message(meta, nested(2, message(graph, versions)))));
}

/** Version of the graph's form: what TensorFlow writes since functions have the shape that is used here. */
const producer = 2000;

function plainGraph(recording: Recording): Bytes {
  const place = (source: Source): string =>
    source.from === 'operation' ? `operation${source.at}:${source.output}` : `${source.from}${source.at}`;
  return message(
    ...recording.inputs.map((described, at) => nested(1, placeholder(`input${at}`, described))),
    ...body(recording, place).map((node) => nested(1, node)),
    ...recording.outputs.map(({ type, source }, at) => nested(1, identity(`output${at}`, type, place(source)))),
  );
}

/** Inputs and outputs around one call of a function that XLA must compile. */
function compiledGraph(recording: Recording): Bytes {
  const { inputs, outputs } = recording;
  const call = node(
    'call',
    'StatefulPartitionedCall',
    inputs.map((_input, at) => `input${at}`),
    [
      ['Tin', listOfTypes(inputs)],
      ['Tout', listOfTypes(outputs)],
      ['f', nested(10, nested(1, functionName))],
      ['_XlaMustCompile', whole(5, true)],
    ],
  );
  return message(
    ...inputs.map((described, at) => nested(1, placeholder(`input${at}`, described))),
    nested(1, call),
    ...outputs.map(({ type }, at) => nested(1, identity(`output${at}`, type, `call:${at}`))),
    nested(2, nested(1, functionOf(recording))),
  );
}

const functionName = 'recorded';

/** A FunctionDef. Within a function a tensor is named by its operation, the name of the output and its place in that. */
function functionOf(recording: Recording): Bytes {
  const place = (source: Source): string => {
    if (source.from !== 'operation')
      return source.from === 'input' ? `input${source.at}` : `constant${source.at}:output:0`;
    const { name } = recording.operations[source.at]!;
    const names = outputNames[name];
    if (names === undefined) throw new NotRecordable(`the outputs of ${name} have no known name`);
    // An operation has several outputs with a name each, or one name for all of its outputs.
    const [own, index] = names.length > 1 ? [names[source.output]!, 0] : [names[0]!, source.output];
    return `operation${source.at}:${own}:${index}`;
  };
  const argument = (field: number, name: string, { type }: Described): Bytes =>
    nested(field, message(nested(1, name), whole(3, typeNumber(type))));
  const signature = message(
    nested(1, functionName),
    ...recording.inputs.map((described, at) => argument(2, `input${at}`, described)),
    ...recording.outputs.map((described, at) => argument(3, `output${at}`, described)),
  );
  return message(
    nested(1, signature),
    entry(5, '_XlaMustCompile', whole(5, true)),
    // The graph optimiser spares functions with this mark. It would put operations in that XLA does not know.
    entry(5, '_tf_data_function', whole(5, true)),
    ...body(recording, place).map((inner) => nested(3, inner)),
    ...recording.outputs.map(({ source }, at) => entry(4, `output${at}`, place(source))),
  );
}

/** Names of the outputs of operations, from TensorFlow's registry; needed within functions only. */
const outputNames: Readonly<Record<string, readonly string[]>> = {
  ...named('output', 'BatchMatMulV2', 'ConcatV2', 'ExpandDims', 'Fill', 'GatherV2', 'Identity', 'Max', 'Mean'),
  ...named('output', 'Pack', 'Prod', 'Reshape', 'Select', 'SelectV2', 'Slice', 'SplitV', 'Sum', 'Tile'),
  ...named('output', 'UnsortedSegmentSum'),
  ...named('product', 'MatMul'),
  ...named('softmax', 'Softmax'),
  ...named('y', 'Cast', 'Erf', 'Exp', 'IsFinite', 'Log', 'Neg', 'Rsqrt', 'Sqrt', 'Square', 'Tanh', 'Transpose'),
  ...named('y', 'ZerosLike', 'OnesLike', 'Sigmoid', 'Reciprocal'),
  ...named('z', 'Add', 'AddV2', 'Div', 'Greater', 'Less', 'LogicalAnd', 'Maximum', 'Minimum', 'Mul', 'Pow', 'RealDiv'),
  ...named('z', 'SquaredDifference', 'Sub'),
  SparseSoftmaxCrossEntropyWithLogits: ['loss', 'backprop'],
};

function named(output: string, ...operations: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(operations.map((operation) => [operation, [output]]));
}

/** Constants and operations, less those that no output needs. */
function body(recording: Recording, place: (source: Source) => string): readonly Bytes[] {
  const { constants, operations } = recording;
  const needed = neededBy(recording);
  return [
    ...constants.flatMap((constant, at) => (needed.constants.has(at) ? [constantNode(`constant${at}`, constant)] : [])),
    ...operations.flatMap(({ name, inputs, attributes }, at) => {
      if (!needed.operations.has(at)) return [];
      const pairs = attributes.map((attribute) => [attribute.name, attributeValue(attribute)] as const);
      return [node(`operation${at}`, name, inputs.map(place), pairs)];
    }),
  ];
}

function neededBy({ operations, outputs }: Recording) {
  const needed = { input: new Set<number>(), constant: new Set<number>(), operation: new Set<number>() };
  const rest = outputs.map(({ source }) => source);
  for (let next = rest.pop(); next; next = rest.pop()) {
    if (needed[next.from].has(next.at)) continue;
    needed[next.from].add(next.at);
    if (next.from === 'operation') rest.push(...operations[next.at]!.inputs);
  }
  return { constants: needed.constant, operations: needed.operation };
}

type Pairs = readonly (readonly [name: string, value: Bytes])[];

/** A NodeDef. */
function node(name: string, operation: string, inputs: readonly string[], attributes: Pairs): Bytes {
  return message(
    nested(1, name),
    nested(2, operation),
    ...inputs.map((input) => nested(3, input)),
    ...attributes.map(([key, value]) => entry(5, key, value)),
  );
}

function placeholder(name: string, described: Described): Bytes {
  return node(
    name,
    'Placeholder',
    [],
    [
      ['dtype', whole(6, typeNumber(described.type))],
      ['shape', nested(7, shapeOf(described.shape))],
    ],
  );
}

function identity(name: string, type: tf.DataType, input: string): Bytes {
  return node(name, 'Identity', [input], [['T', whole(6, typeNumber(type))]]);
}

function constantNode(name: string, { type, shape, bytes }: Constant): Bytes {
  const tensor = message(whole(1, typeNumber(type)), nested(2, shapeOf(shape)), nested(4, bytes));
  return node(
    name,
    'Const',
    [],
    [
      ['dtype', whole(6, typeNumber(type))],
      ['value', nested(8, tensor)],
    ],
  );
}

function shapeOf(shape: readonly number[]): Bytes {
  return message(...shape.map((size) => nested(2, whole(1, size))));
}

function listOfTypes(described: readonly Described[]): Bytes {
  return nested(1, message(...described.map(({ type }) => whole(6, typeNumber(type)))));
}

/** TF_AttrType of TensorFlow's C interface: what an attribute's value is, and the number of AttrValue's field for it. */
const attributeFields: readonly ('text' | 'whole' | 'float' | 'shape')[] = [
  'text',
  'whole',
  'float',
  'whole',
  'whole',
  'shape',
];
const fieldOf = [2, 3, 4, 5, 6, 7] as const;

/** An AttrValue. */
function attributeValue({ name, type, value }: Attribute): Bytes {
  const kind = attributeFields[type];
  const field = fieldOf[type];
  if (kind === undefined || field === undefined) throw new NotRecordable(`attribute ${name} is of an unknown kind`);
  const one = (single: unknown): Bytes => {
    if (kind === 'text') return nested(field, String(single));
    if (kind === 'float') return float(field, Number(single));
    return whole(field, typeof single === 'boolean' ? single : Number(single));
  };
  if (kind === 'shape') return nested(field, shapeOf(value as readonly number[]));
  return Array.isArray(value) ? nested(1, message(...value.map(one))) : one(value);
}

/** TensorFlow's DataType. */
function typeNumber(type: tf.DataType): number {
  const numbers: Readonly<Partial<Record<tf.DataType, number>>> = { float32: 1, int32: 3, bool: 10 };
  const number = numbers[type];
  if (number === undefined) throw new NotRecordable(`a tensor of type ${type}`);
  return number;
}

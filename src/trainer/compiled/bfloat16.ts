/**
 * Mixed precision: a recording whose products of matrices take bfloat16 numbers. Everything else stays float32, as do the
 * sums inside a product; only its result is rounded once more (Micikevicius et al. 2018, Mixed Precision Training, with the
 * range of float32, so that losses need no scaling).
 */
import type { Attribute, Operation, Recording, Source } from './recorder.ts';

const products: ReadonlySet<string> = new Set(['MatMul', 'BatchMatMulV2']);
/** Types of TensorFlow, and its number for an attribute that is a type, or yes and no. */
const [float32, bfloat16] = [1, 14];
const [isFlag, isType] = [3, 4];

/** @returns the recording with a cast before each factor, one for all products that use it, and one after each product */
export function inBfloat16({ operations, outputs, ...rest }: Recording): Recording {
  const made: Operation[] = [];
  /** Where the n-th old operation's outputs are now. */
  const places: number[] = [];
  const casts = new Map<string, Source>();
  const add = (operation: Operation): Source => ({ from: 'operation', at: made.push(operation) - 1, output: 0 });
  const moved = (source: Source): Source =>
    source.from === 'operation' ? { ...source, at: places[source.at]! } : source;
  const small = (source: Source): Source => {
    const key = JSON.stringify(source);
    const known = casts.get(key) ?? add(cast(source, float32, bfloat16));
    casts.set(key, known);
    return known;
  };
  for (const { name, attributes, inputs } of operations) {
    if (products.has(name)) {
      const product = add({
        name,
        attributes: attributes.map((one) => (one.type === isType ? { ...one, value: bfloat16 } : one)),
        inputs: inputs.map((source) => small(moved(source))),
      });
      add(cast(product, bfloat16, float32));
    } else {
      add({ name, attributes, inputs: inputs.map(moved) });
    }
    places.push(made.length - 1);
  }
  return {
    ...rest,
    operations: made,
    outputs: outputs.map((output) => ({ ...output, source: moved(output.source) })),
  };
}

function cast(from: Source, source: number, destination: number): Operation {
  const attributes: Attribute[] = [
    { name: 'SrcT', type: isType, value: source },
    { name: 'DstT', type: isType, value: destination },
    { name: 'Truncate', type: isFlag, value: false },
  ];
  return { name: 'Cast', attributes, inputs: [from] };
}

/** Times products of matrices in the library that the trainer uses: `node bench/peak-cell.ts float32`. Prints operations per second. */
import { performance } from 'node:perf_hooks';
import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from '../src/trainer/backends/index.ts';
import type { Operation, Recording, Source } from '../src/trainer/compiled/recorder.ts';
import { openSession } from '../src/trainer/compiled/session.ts';
import { chain, seconds, sizes, type Precision } from './peaks.ts';

/** TensorFlow's numbers of the types, and of a type as an attribute. */
const typeNumbers = { float32: 1, bfloat16: 14 } as const;
const typeAttribute = 4;

await startBackend('tensorflow');
console.log(Math.max(...sizes.map((size) => rateOf(size, process.argv[2] as Precision))));

/** Operations per second in the quickest of several goes. */
function rateOf(size: number, precision: Precision): number {
  const session = openSession(products(size, precision), false);
  const matrix = tf.randomNormal([size, size], 0, 1 / Math.sqrt(size), 'float32', 0);
  const go = (): void => tf.dispose(session.run([matrix]));
  go();
  let best = Infinity;
  for (const end = performance.now() + 1000 * seconds; performance.now() < end;) {
    const from = performance.now();
    go();
    best = Math.min(best, (performance.now() - from) / 1000);
  }
  session.dispose();
  matrix.dispose();
  return (chain * 2 * size ** 3) / best;
}

/** x·x·…·x as a graph, rounded to the precision before and back after. */
function products(size: number, precision: Precision): Recording {
  const described = { type: 'float32', shape: [size, size] } as const;
  const operations: Operation[] = [];
  const add = (name: string, attributes: Operation['attributes'], ...inputs: Source[]): Source => ({
    from: 'operation',
    at: operations.push({ name, attributes, inputs }) - 1,
    output: 0,
  });
  const type = (name: string, of: Precision) => ({ name, type: typeAttribute, value: typeNumbers[of] });
  const cast = (x: Source, from: Precision, to: Precision): Source =>
    from === to ? x : add('Cast', [type('SrcT', from), type('DstT', to)], x);
  const x = cast({ from: 'input', at: 0 }, 'float32', precision);
  let product = x;
  for (let i = 0; i < chain; i++) product = add('MatMul', [type('T', precision)], product, x);
  const source = cast(product, precision, 'float32');
  return { inputs: [described], constants: [], operations, outputs: [{ ...described, source }] };
}

import { expect, test } from 'vitest';
import { inBfloat16 } from './bfloat16.ts';
import type { Recording, Source } from './recorder.ts';

const input = (at: number): Source => ({ from: 'input', at });
const result = (at: number): Source => ({ from: 'operation', at, output: 0 });

test('casts each factor of a product once, and each product back', () => {
  const type = [{ name: 'T', type: 4, value: 1 }];
  const described = { type: 'float32', shape: [2, 2] } as const;
  const recording: Recording = {
    inputs: [described, described],
    constants: [],
    operations: [
      { name: 'MatMul', attributes: type, inputs: [input(0), input(1)] },
      { name: 'Add', attributes: type, inputs: [result(0), input(1)] },
      { name: 'BatchMatMulV2', attributes: type, inputs: [result(1), input(1)] },
    ],
    outputs: [{ ...described, source: result(1) }, { ...described, source: result(2) }], // prettier-ignore
  };
  const { operations, outputs } = inBfloat16(recording);
  expect(operations.map(({ name }) => name)).toEqual([
    'Cast',
    'Cast',
    'MatMul',
    'Cast',
    'Add',
    'Cast',
    'BatchMatMulV2',
    'Cast', // prettier-ignore
  ]);
  expect(operations[2]).toEqual({ name: 'MatMul', attributes: [{ ...type[0], value: 14 }], inputs: [result(0), result(1)] }); // prettier-ignore
  expect(operations[4]).toEqual({ name: 'Add', attributes: type, inputs: [result(3), input(1)] });
  expect(operations[6]?.inputs).toEqual([result(5), result(1)]);
  expect(outputs.map(({ source }) => source)).toEqual([result(4), result(7)]);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { randomFor } from '#base/random';
import { modelPresetShapes, type ModelPreset } from '#contract/experiment';
import { readShape } from './huggingface.ts';
import { initialParameters, parameterCount, parametersOf } from './model.ts';
import { tinyShape } from './testing/small-trainer.ts';

const neox = join(import.meta.dirname, 'testdata/neox');

test.each<[ModelPreset, number]>([
  ['pythia-14m', 14_067_712],
  ['pythia-70m', 70_426_624],
  ['pythia-160m', 162_322_944],
])('%s has as many parameters as the published model', (preset, count) => {
  expect(parameterCount({ ...tinyShape, ...modelPresetShapes[preset], vocabularySize: 50_304 })).toBe(count);
});

test.each(['parallel', 'sequential'])('weight decay spares what the reference spares (%s)', (kind) => {
  const folder = join(neox, kind);
  const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as { no_decay_parameters: string[] };
  const spared = parametersOf(readShape(folder)).flatMap(({ name, isDecayed }) => (isDecayed ? [] : [name]));
  expect(spared.toSorted()).toEqual(expected.no_decay_parameters.toSorted());
});

test('fresh parameters have the standard deviation 0.02, biases 0 and layer norms 1, the same for the same seed', () => {
  const flat = initialParameters(tinyShape, randomFor(3, 'start'));
  expect(flat).toEqual(initialParameters(tinyShape, randomFor(3, 'start')));
  expect(flat).not.toEqual(initialParameters(tinyShape, randomFor(4, 'start')));
  const piece = (name: string) => {
    const { offset, size } = parametersOf(tinyShape).find((parameter) => parameter.name === name)!;
    return [...flat.subarray(offset, offset + size)];
  };
  const table = piece('gpt_neox.embed_in.weight');
  expect(Math.sqrt(table.reduce((sum, x) => sum + x * x, 0) / table.length)).toBeCloseTo(0.02, 2);
  expect(new Set(piece('gpt_neox.layers.0.mlp.dense_h_to_4h.bias'))).toEqual(new Set([0]));
  expect(new Set(piece('gpt_neox.final_layer_norm.weight'))).toEqual(new Set([1]));
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { randomFor } from '#base/random';
import { readParameters, readShape, writeModel } from './huggingface.ts';
import { initialParameters } from './model.ts';
import { openSafetensors } from './safetensors.ts';
import { freshFolder, refusalOf, tinyShape } from './testing/small-trainer.ts';

const neox = join(import.meta.dirname, 'testdata/neox');

async function writtenModel(): Promise<{ folder: string; flat: Float32Array }> {
  const folder = freshFolder();
  const flat = initialParameters(tinyShape, randomFor(0, 'start'));
  await writeModel(folder, tinyShape, flat);
  return { folder, flat };
}

test('a model that was written is read back whole', async () => {
  const { folder, flat } = await writtenModel();
  expect(readShape(folder)).toEqual(tinyShape);
  expect(readParameters(join(folder, 'model.safetensors'), tinyShape)).toEqual(flat);
});

test('tensors carry the names and shapes of GPTNeoXForCausalLM', async () => {
  const { folder } = await writtenModel();
  const file = openSafetensors(join(folder, 'model.safetensors'));
  expect(file.shape('gpt_neox.layers.0.attention.query_key_value.weight')).toEqual([48, 16]);
  expect(file.shape('embed_out.weight')).toEqual([32, 16]);
  expect(file.metadata['format']).toBe('pt');
  file.close();
});

test('the output matrix is found under the name that transformers 5 gives it', () => {
  const folder = join(neox, 'sequential');
  const flat = readParameters(join(folder, 'model.safetensors'), readShape(folder));
  const file = openSafetensors(join(folder, 'model.safetensors'));
  expect(flat.slice(-97 * 48)).toEqual(file.floats('lm_head.weight'));
  file.close();
});

test('a model of another kind is refused with the field', async () => {
  const { folder } = await writtenModel();
  const file = join(folder, 'config.json');
  const config = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...config, hidden_act: 'relu' }));
  expect(refusalOf(() => readShape(folder))).toMatchObject({
    code: 'model_invalid',
    details: { file, field: 'hidden_act' },
  });
});

test('weights that do not fit the config are refused with the tensor', async () => {
  const { folder } = await writtenModel();
  const file = join(folder, 'model.safetensors');
  expect(refusalOf(() => readParameters(file, { ...tinyShape, intermediateSize: 33 }))).toMatchObject({
    code: 'model_invalid',
    details: { field: 'gpt_neox.layers.0.mlp.dense_h_to_4h.weight' },
  });
});

test('a folder without a config is refused as missing', () => {
  expect(() => readShape(freshFolder())).toThrow(expect.objectContaining({ code: 'file_missing' }));
});

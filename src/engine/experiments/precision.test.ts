import { expect, test } from 'vitest';
import { backendOf, precisionFindings } from './precision.ts';

const asked = (backend: 'auto' | 'tensorflow' | 'wasm', precision?: 'float32' | 'bfloat16') => ({
  backend,
  training: { precision },
});

test('bfloat16 is refused where the best backend of this machine cannot, with what to do', async () => {
  await expect(backendOf(asked('auto', 'bfloat16'), () => Promise.resolve('wasm'))).rejects.toMatchObject({
    code: 'precision_unavailable',
    details: { field: 'training.precision' },
  });
  expect(await backendOf(asked('auto', 'bfloat16'), () => Promise.resolve('tensorflow'))).toBe('tensorflow');
  expect(await backendOf(asked('auto', 'float32'), () => Promise.resolve('wasm'))).toBe('wasm');
});

test('what cannot be known without this machine is not called an error', () => {
  expect(precisionFindings(asked('auto', 'bfloat16'))).toEqual([]);
  expect(precisionFindings(asked('tensorflow', 'bfloat16'))).toEqual([]);
  expect(precisionFindings(asked('wasm', 'float32'))).toEqual([]);
});

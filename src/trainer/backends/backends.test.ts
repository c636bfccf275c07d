import { expect, test } from 'vitest';
import { type Backend, Unusable } from './backend.ts';
import { cpu } from './cpu.ts';
import { backends, startBackend } from './index.ts';

const broken: Backend = {
  id: 'tensorflow',
  start: () => Promise.reject(new Unusable('The library is not set up.', 'Run the set-up.')),
};

test('auto tries the native library first, then graphics cards, and plain JavaScript last', () => {
  expect(backends.map(({ id }) => id)).toEqual(['tensorflow', 'webgpu', 'wasm', 'cpu']);
});

test('auto passes over what does not run, and says why and what mends it', async () => {
  const { running, passedOver } = await startBackend('auto', [broken, cpu]);
  expect([running.id, passedOver]).toEqual([
    'cpu',
    [{ backend: 'tensorflow', reason: 'The library is not set up.', remedy: 'Run the set-up.' }],
  ]);
});

test('a backend that is asked for by name is not replaced by another', async () => {
  await expect(startBackend('tensorflow', [broken, cpu])).rejects.toMatchObject({
    code: 'backend_unavailable',
    message: 'The library is not set up.',
    details: { remedy: 'Run the set-up.' },
  });
});

test('a name that no backend has is refused with the names there are', async () => {
  await expect(startBackend('tpu' as 'cpu', [cpu])).rejects.toMatchObject({
    code: 'backend_unknown',
    details: { remedy: 'Use auto, cpu.' },
  });
});

import { expect, test } from 'vitest';
import type { BackendState } from '#contract/trainer';
import type { Trainer } from '../trainer-process.ts';
import { openBackends } from './backends.ts';

/** What a trainer on some machine says of its backends. */
function backendsOf(...states: readonly BackendState[]) {
  const trainer = { call: { backends: () => Promise.resolve(states) }, close: () => undefined };
  return openBackends(() => trainer as unknown as Trainer);
}

const missing: BackendState = {
  backend: 'tensorflow',
  usable: false,
  detail: 'It is not set up.',
  remedy: 'Set it up.',
};
const card: BackendState = { backend: 'webgpu', usable: true, detail: 'a card', remedy: '' };
const software: BackendState = { ...card, detail: 'a driver in software', avoided: 'It is slow.' };
const wasm: BackendState = { backend: 'wasm', usable: true, detail: 'one thread', remedy: '' };

test('auto is the first backend that is usable; one that is avoided runs when it is named', async () => {
  expect(await backendsOf(missing, card, wasm).choose('auto')).toBe('webgpu');
  expect(await backendsOf(missing, software, wasm).choose('auto')).toBe('wasm');
  expect(await backendsOf(missing, software, wasm).choose('webgpu')).toBe('webgpu');
});

test('a backend that is not usable is refused with what mends it', async () => {
  await expect(backendsOf(missing, wasm).choose('tensorflow')).rejects.toMatchObject({
    code: 'backend_unavailable',
    message: 'The backend tensorflow cannot be used here: It is not set up.',
    details: { remedy: 'Set it up.' },
  });
});

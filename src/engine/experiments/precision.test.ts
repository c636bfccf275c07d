import { join } from 'node:path';
import { expect, test } from 'vitest';
import { experimentSchema, modelShape } from '#contract/experiment';
import type { PrecisionCheck } from '#contract/precision-check';
import { openStore } from '../store/index.ts';
import { freshFolder } from '../testing/small-experiment.ts';
import { backendOf, precisionFindings, precisionKey, precisionWarnings } from './precision.ts';

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

test('bfloat16 is warned of until a check on this machine came out within the spread of seeds', () => {
  const store = openStore(join(freshFolder(), 'workspace.sqlite'));
  const experiment = experimentSchema.parse({
    format: 1,
    name: 'rounded',
    groups: ['law'],
    training: { steps: 200, precision: 'bfloat16' },
    seeds: [0],
    methods: [{ id: 'stratified' }],
  });
  const messages = () => precisionWarnings(experiment, 257, store).map(({ message }) => message);
  const keep = (difference: number) =>
    store.precisionChecks.put(precisionKey(modelShape(experiment, 257), experiment.training), {
      at: 'now',
      pairs: [2, 2.01].map((float32, seed) => ({ seed, float32, bfloat16: float32 + difference })),
      steps: 300,
    } as unknown as PrecisionCheck);

  expect(messages()).toEqual(['Nobody has looked yet whether bfloat16 comes to the losses of float32 for this model.']);
  keep(0.02);
  expect(messages()).toMatchObject([expect.stringContaining('+0.0200 nats per token from float32 after 300 steps')]);
  keep(0.001);
  expect(messages()).toEqual([]);
  expect(store.precisionChecks.list()).toHaveLength(1);
  expect(store.slotMeasures.list()).toEqual([]); // kept apart, though in one table
});

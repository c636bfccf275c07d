import { expect, test } from 'vitest';
import type { MachineSample } from '#contract/api';
import { findingsOf, type SlownessFacts } from './slowness.ts';

const sample = (changes: Partial<MachineSample> = {}): MachineSample => ({
  at: 0,
  step: 1,
  learningSteps: 0,
  tokensPerSecond: 1000,
  cpu: 0.95,
  memory: 4e9,
  trainerMemory: null,
  freeDisk: 1e12,
  gpu: null,
  gpuMemory: null,
  ...changes,
});
const facts = (changes: Partial<SlownessFacts> = {}): SlownessFacts => ({
  device: 'tensorflow: CPU, 8 threads, graph',
  cores: 8,
  memory: 16e9,
  slots: 1,
  batch: 8,
  samples: Array.from({ length: 40 }, () => sample()),
  ...changes,
});
const many = (changeOf: (i: number) => Partial<MachineSample>) =>
  Array.from({ length: 40 }, (_, i) => sample(changeOf(i)));

test('a run on a busy computer with room has nothing to be told', () => {
  expect(findingsOf(facts())).toEqual([]);
});

test.each([
  ['a slower backend', facts({ device: 'wasm: 4 threads' }), 'WebAssembly'],
  ['a graphics card in software', facts({ device: 'webgpu: TensorFlow.js (a driver in software)' }), 'in software'],
  ['full memory', facts({ samples: many(() => ({ memory: 15.9e9 })) }), 'Memory was nearly full'],
  ['a fall of speed', facts({ samples: many((i) => ({ tokensPerSecond: i < 20 ? 1000 : 500 })) }), 'fell by 50'],
  ['idle cores', facts({ samples: many(() => ({ cpu: 0.25 })) }), 'Only 25'],
  ['many trainers', facts({ slots: 6 }), '6 trainers at a time share 8 cores'],
])('%s is found', (_what, found, words) => {
  expect(findingsOf(found)).toEqual([expect.stringContaining(words)]);
});

import { expect, test } from 'vitest';
import type { MachineSample } from '#contract/api';
import { computerLines, placesOf } from './computer.ts';

const sample = (at: number, step: number, changes: Partial<MachineSample> = {}): MachineSample => ({
  at,
  step,
  learningSteps: 0,
  tokensPerSecond: 100,
  cpu: 0.5,
  memory: 4e9,
  trainerMemory: null,
  freeDisk: 1e12,
  gpu: null,
  gpuMemory: null,
  ...changes,
});

test('samples stand at their step, or at their time of training without the pauses', () => {
  const samples = [sample(0, 1), sample(5000, 11), sample(3_600_000, 12), sample(3_605_000, 20)];
  expect(placesOf(samples, 'step')).toEqual([1, 11, 12, 20]);
  expect(placesOf(samples, 'clock')).toEqual([0, 5, 5, 10]);
});

test('load is in percent, and a GPU has a line only where there is one', () => {
  const without = computerLines([sample(0, 1)], [1], 16e9);
  expect(without.map(({ name, points }) => [name, points[0]!.value])).toEqual([
    ['cores', 50],
    ['memory', 25],
  ]);
  expect(computerLines([sample(0, 1, { gpu: 0.8 })], [1], 16e9).at(-1)).toMatchObject({ name: 'GPU' });
});

import { expect, test } from 'vitest';
import { learningRate } from './schedule.ts';

const published = {
  steps: 5000,
  warmupSteps: 500,
  startLearningRate: 1e-7,
  peakLearningRate: 5e-4,
  endLearningRate: 1e-4,
};

test.each([
  [0, 1e-7],
  [1, 1.0998e-6],
  [250, 2.5005e-4],
  [500, 5e-4],
  [1000, 4.879385e-4],
  [2750, 3e-4],
  [5000, 1e-4],
])('update number %i has the published learning rate (spec 6.7, T14)', (step, rate) => {
  expect(Math.abs(learningRate(step, published) - rate)).toBeLessThan(1e-10);
});

test('without warm-up the first update has the peak rate', () => {
  expect(learningRate(0, { ...published, warmupSteps: 0 })).toBe(5e-4);
});

test('a warm-up longer than the run still ends at a finite rate', () => {
  expect(learningRate(5, { ...published, steps: 5, warmupSteps: 5 })).toBe(5e-4);
});

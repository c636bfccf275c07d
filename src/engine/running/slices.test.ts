import { expect, test } from 'vitest';
import { evaluationSteps, openSlicer } from './slices.ts';

test('slices grow towards the wanted time, at most twofold, and shrink at once', () => {
  const slicer = openSlicer(1);
  const sizes = [0.1, 0.1, 0.1, 2].map((secondsPerStep) => {
    const steps = slicer.next();
    slicer.learn(steps, steps * secondsPerStep);
    return steps;
  });
  expect([...sizes, slicer.next()]).toEqual([1, 2, 4, 8, 1]);
});

test('evaluation points are the start, evenly spaced steps, and the end', () => {
  expect([...evaluationSteps(100, 3)]).toEqual([0, 33, 67, 100]);
});

test('more points than steps evaluate every step once', () => {
  expect([...evaluationSteps(2, 10)]).toEqual([0, 1, 2]);
});

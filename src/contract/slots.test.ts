import { expect, test } from 'vitest';
import { quickest, runsPerHour } from './slots.ts';

const row = (trainers: number, threads: number, stepsPerSecond: number) => ({
  trainers,
  threads,
  stepsPerSecond,
  memoryBytes: 1e9,
});
/** Sixteen cores: many trainers do more together, one alone is quickest by itself. */
const rows = [row(16, 1, 160), row(8, 2, 140), row(4, 4, 110), row(2, 8, 80), row(1, 16, 50)];

test('many runs are quickest with many trainers, one run with every core', () => {
  expect(quickest(rows, 40)).toMatchObject({ trainers: 8, threads: 2 }); // five rounds of 8, not three of 16, the last half empty
  expect(quickest(rows, 48)).toMatchObject({ trainers: 16, threads: 1 });
  expect(quickest(rows, 3)).toMatchObject({ trainers: 4, threads: 4 });
  expect(quickest(rows, 1)).toMatchObject({ trainers: 1, threads: 16 });
  expect(quickest(rows, 0)).toMatchObject({ trainers: 1, threads: 16 });
});

test('of two that are equally quick the one with fewer trainers is taken, which needs less memory', () => {
  expect(quickest([row(2, 1, 10), row(1, 2, 10)], 2)).toMatchObject({ trainers: 1 });
});

test('steps a second become runs an hour', () => {
  expect(runsPerHour(row(2, 1, 10), 1000)).toBe(36);
});

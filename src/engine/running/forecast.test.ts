import { expect, test } from 'vitest';
import type { RunSpec } from '../run-spec.ts';
import type { StoredRun } from '../store/runs.ts';
import { forecast, secondsLeft, timingFrom } from './forecast.ts';

const shape = { vocabularySize: 256, hiddenSize: 32, layers: 1, heads: 2, context: 64 };
const spec = (batch: number, layers = 1) =>
  ({ shape: { ...shape, layers }, training: { batch }, backend: 'cpu' }) as unknown as RunSpec;
const run = (changes: Partial<StoredRun>) =>
  ({
    spec: spec(8),
    steps: 100,
    step: 0,
    learningSteps: 0,
    computedSteps: 0,
    seconds: 0,
    cost: { learningSteps: 0 },
    ...changes,
  }) as unknown as StoredRun;

test('each waiting run takes the slot that is free first', () => {
  const waiting = [
    { run: 'c', seconds: 10 },
    { run: 'd', seconds: 5 },
  ];
  const running = [
    { run: 'a', seconds: 20 },
    { run: 'b', seconds: 4 },
  ];
  expect(forecast(running, waiting, 2)).toEqual([
    { run: 'a', startsIn: 0, endsIn: 20 },
    { run: 'b', startsIn: 0, endsIn: 4 },
    { run: 'c', startsIn: 4, endsIn: 14 },
    { run: 'd', startsIn: 14, endsIn: 19 },
  ]);
});

test('nothing behind a run of unknown length has a time', () => {
  const waiting = [
    { run: 'b', seconds: null },
    { run: 'c', seconds: 1 },
  ];
  expect(forecast([{ run: 'a', seconds: 3 }], waiting, 1)).toEqual([{ run: 'a', startsIn: 0, endsIn: 3 }]);
});

test('steps that a partly done run has behind it do not count, those of its method do', () => {
  const half = run({
    step: 50,
    learningSteps: 30,
    computedSteps: 60,
    seconds: 6,
    cost: { learningSteps: 40 } as never,
  });
  expect(secondsLeft(half, () => null)).toBeCloseTo((50 + 10) * 0.1);
});

test('a run that waits is timed by runs like it, and by the work of others when there is none', () => {
  const timing = timingFrom([
    { spec: spec(8), seconds: 10, computedSteps: 100 },
    { spec: spec(16), seconds: 40, computedSteps: 100 },
  ]);
  expect(secondsLeft(run({}), timing)).toBeCloseTo(10);
  const unlike = secondsLeft(run({ spec: spec(32) }), timing)!;
  expect(unlike).toBeGreaterThan(40);
  expect(secondsLeft(run({}), timingFrom([]))).toBe(null);
});

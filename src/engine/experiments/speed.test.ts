import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunSpec } from '../run-spec.ts';
import { openStore } from '../store/index.ts';
import { freshFolder } from '../testing/small-experiment.ts';
import { correctionFor, correctionFrom, noteTiming, rangeOf, speedOf } from './speed.ts';

const speed = { secondsPerStep: [0.1, 0.1, 0.12], secondsPerSequence: [0.001], peakBytes: 1e8 };
const width = ({ low, high }: { low: number; high: number }): number => high / low;

test('a measurement alone gives a wide range, a finished run a narrower one around what it took', () => {
  const measured = rangeOf(100, speed);
  const corrected = rangeOf(100, speed, correctionFrom([1.5]));
  expect(measured).toEqual({ low: 85, high: 134 });
  expect(corrected.low).toBeLessThan(150);
  expect(corrected.high).toBeGreaterThan(150);
});

test('runs that took alike narrow the range step by step, around what they took', () => {
  const ranges = [1, 3, 12].map((runs) => rangeOf(100, speed, correctionFrom(Array<number>(runs).fill(1.5))));
  expect(ranges.map(({ low, high }) => Math.sqrt(low * high).toFixed(6))).toEqual(Array(3).fill('150.000000'));
  const widths = ranges.map(width);
  expect(widths[0]! > widths[1]! && widths[1]! > widths[2]!).toBe(true);
  expect(widths[2]).toBeLessThan(1.2);
});

test('runs that differ keep the range wide enough to hold them', () => {
  const { low, high } = rangeOf(100, speed, correctionFrom([1, 1.5, 2]));
  expect([low < 100, high > 200]).toEqual([true, true]);
});

test('what a run of a kind took corrects the next one of that kind, and no other', async () => {
  const store = openStore(join(freshFolder(), 'workspace.sqlite'));
  const work = { shape: { context: 32 }, training: { batch: 4 }, backend: 'cpu' } as unknown as RunSpec;
  const spec = {
    ...work,
    groups: [],
    steps: 100,
    seed: 0,
    evaluation: { points: 1, sequences: 4 },
    choice: { id: 'stratified' },
  } as unknown as RunSpec;
  const cost = { learningSteps: 0, measuringSteps: 0, finalSteps: 100, evaluations: 0 };
  store.runs.add({ id: 'r', method: 'stratified', label: 'Stratified', spec, cost }, 'now');
  const progress = { step: 100, learningSteps: 0, computedSteps: 100, seconds: 20, loss: null, tokensPerSecond: null };
  noteTiming('r', store); // before it finished, and before its speed was measured there is nothing to compare with
  expect(correctionFor(work, 'offline', store).runs).toBe(0);
  await speedOf(work, {
    store,
    launch: () => ({
      call: { open: () => Promise.resolve({}), measure: () => Promise.resolve(speed) } as never,
      pid: undefined,
      close: () => undefined,
    }),
  });
  store.runs.setProgress('r', progress);
  noteTiming('r', store);
  expect(correctionFor(work, 'offline', store).runs).toBe(0);
  store.runs.setState('r', 'finished');
  noteTiming('r', store);
  expect(correctionFor(work, 'offline', store)).toMatchObject({ factor: 2, runs: 1 });
  expect(correctionFor(work, 'offline sweep', store)).toMatchObject({ factor: 1, runs: 0 });
  store.settings.put('slots', 2);
  expect(correctionFor(work, 'offline', store).runs).toBe(0);
});

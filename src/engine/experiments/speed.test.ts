import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunSpec } from '../run-spec.ts';
import { openStore } from '../store/index.ts';
import { freshFolder } from '../testing/small-experiment.ts';
import { openWorkspace } from '../workspace.ts';
import { launchWorldTrainer } from '../testing/world-trainer.ts';
import {
  correctionFor,
  correctionFrom,
  knownSpeed,
  noteTiming,
  passesOf,
  rangeOf,
  sequencesPerPass,
  speedOf,
  usualSeconds,
} from './speed.ts';

const speed = {
  secondsToOpen: 3,
  secondsToCreate: 0.5,
  secondsToRecord: 1.5,
  secondsPerStep: [0.1, 0.1, 0.12, 0.08],
  secondsPerSequence: 0.001,
  secondsToSave: 0.4,
  secondsToExport: 0.2,
  peakBytes: 1e8,
};
const width = ({ low, high }: { low: number; high: number }): number => high / low;

test('a measurement alone gives a wide range, a finished run a narrower one around what it took', () => {
  const measured = rangeOf(100, speed);
  const corrected = rangeOf(100, speed, correctionFrom([1.5]));
  expect(measured).toEqual({ low: 100 / 1.2, high: 120 });
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

test('a run takes its start, its model, its graphs, steps, evaluations, checkpoints and its export', () => {
  expect(usualSeconds({ steps: 10, sequences: 2000 }, speed)).toBeCloseTo(3 + 0.5 + 1.5 + 1 + 2 + 0.2, 9);
  const steps = usualSeconds({ steps: 1000, sequences: 0 }, speed); // 102 s of training: five checkpoints
  expect(steps).toBeCloseTo(3 + 0.5 + 1.5 + 100 + 5 * 0.4 + 0.2, 9);
});

test('checkpoints of a large model are as rare as they are slow', () => {
  const large = { ...speed, secondsPerStep: [9], secondsToSave: 4 }; // one every 81 s
  const seconds = (count: number): number => usualSeconds({ steps: count, sequences: 0 }, large) - 9 * count;
  expect([9, 10, 19].map((count) => Math.round(seconds(count) - 5.2))).toEqual([0, 4, 8]);
});

test('a pass evaluates no more sequences than a group has', () => {
  expect(sequencesPerPass([6400, 1000, 99], { sequences: 64 }, 100)).toBe(64 + 10 + 0);
  expect(passesOf(1.5, { points: 10 })).toBe(13.5);
});

test('a speed is measured by what a run does, once for each model', async () => {
  const store = openStore(join(freshFolder(), 'workspace.sqlite'));
  const shape = { context: 8, vocabularySize: 257 };
  const work = { shape, training: { batch: 4 }, backend: 'cpu' } as unknown as RunSpec;
  expect(knownSpeed(work, store)).toBeNull();
  const setting = { store, launch: launchWorldTrainer, workspace: openWorkspace(freshFolder()) };
  const measured = await speedOf(work, setting);
  expect(
    Object.values(measured)
      .flat()
      .every((value: number) => value >= 0),
  ).toBe(true);
  expect(measured.peakBytes).toBe(1e6);
  expect(await speedOf(work, setting)).toEqual(measured);
  expect(knownSpeed(work, store)).toEqual(measured);
});

test('what a run of a kind took corrects the next one of that kind, and no other', async () => {
  const store = openStore(join(freshFolder(), 'workspace.sqlite'));
  const work = {
    shape: { context: 32, vocabularySize: 257 },
    training: { batch: 4 },
    backend: 'cpu',
  } as unknown as RunSpec;
  const spec = {
    ...work,
    groups: [],
    steps: 100,
    seed: 0,
    tokenizer: 'byte',
    evaluation: { points: 1, sequences: 4 },
    choice: { id: 'stratified' },
  } as unknown as RunSpec;
  const cost = { learningSteps: 0, measuringSteps: 0, finalSteps: 100, evaluations: 0 };
  store.runs.add({ id: 'r', method: 'stratified', label: 'Stratified', spec, cost }, 'now');
  const progress = { step: 100, learningSteps: 0, computedSteps: 100, loss: null, tokensPerSecond: null };
  noteTiming('r', store); // before it finished, and before its speed was measured there is nothing to compare with
  expect(correctionFor(work, 'offline', store).runs).toBe(0);
  await speedOf(work, { store, launch: launchWorldTrainer, workspace: openWorkspace(freshFolder()) });
  const promised = usualSeconds({ steps: 100, sequences: 0 }, knownSpeed(work, store)!);
  store.runs.setProgress('r', { ...progress, seconds: 2 * promised });
  noteTiming('r', store);
  expect(correctionFor(work, 'offline', store).runs).toBe(0);
  store.runs.setState('r', 'finished');
  noteTiming('r', store);
  expect(correctionFor(work, 'offline', store)).toMatchObject({
    factor: expect.closeTo(2, 9) as number,
    runs: 1,
  });
  expect(correctionFor(work, 'offline sweep', store)).toMatchObject({ factor: 1, runs: 0 });
  store.settings.put('slots', 2);
  expect(correctionFor(work, 'offline', store).runs).toBe(0);
});

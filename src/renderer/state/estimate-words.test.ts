import { expect, test } from 'vitest';
import type { Estimate, EstimateReview } from '#contract/api';
import { durationRange, missText, reviewText, runsText, sourceText } from './estimate-words.ts';

const plain = (text: string): string => text.replaceAll('\u2009', ' ');
const estimate = (changes: Partial<Estimate>): Estimate =>
  ({ runs: 10, runsToTrain: 10, helperRuns: 0, slots: 1, learntFrom: 0, backend: 'wasm', ...changes }) as Estimate;

test.each([
  [{ low: 100, high: 200 }, '1 min 40 s to 3 min 20 s'],
  [{ low: 3600, high: 3605 }, 'about 1 h 00 min'],
  [{ low: 0, high: 0 }, 'nothing'],
])('a range of seconds reads as time', (range, words) => {
  expect(plain(durationRange(range))).toBe(words);
});

test('what is left of the runs is said, and their helpers', () => {
  expect(runsText(estimate({}))).toBe('10 runs');
  expect(runsText(estimate({ helperRuns: 1 }))).toBe('10 runs and 1 helper run');
  expect(runsText(estimate({ runsToTrain: 4, helperRuns: 36 }))).toBe('4 of 10 runs to train and 36 helper runs');
});

test('where a time comes from is said', () => {
  expect(sourceText(estimate({}))).toBe('Measured on this computer with wasm.');
  expect(sourceText(estimate({ slots: 2, learntFrom: 3 }))).toBe(
    'Measured on this computer with wasm, 2 trainers at a time, corrected by what 3 finished runs took.',
  );
});

test('a time taken stands beside what was estimated, and by how much it missed', () => {
  const review = (changes: Partial<EstimateReview>) =>
    plain(
      reviewText({
        estimate: estimate({ seconds: { low: 2460, high: 3120 } }),
        methods: [],
        tookSeconds: 2820,
        isFinished: true,
        ...changes,
      }),
    );
  expect(review({})).toBe('estimated 41 min to 52 min, took 47 min');
  expect(review({ isFinished: false })).toBe('estimated 41 min to 52 min, so far 47 min');
  expect(review({ tookSeconds: 0 })).toBe('estimated 41 min to 52 min');
  const range = { low: 100, high: 200 };
  expect([90, 150, 250].map((took) => plain(missText(range, took, true)))).toEqual(['−10 %', 'within', '+25 %']);
  expect(missText(range, 90, false)).toBe('–');
});

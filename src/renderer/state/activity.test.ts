import { expect, test } from 'vitest';
import type { RunSummary } from '#contract/api';
import { aQueue } from '../testing/experiments.ts';
import { activity } from './activity.ts';

const noon = new Date(2025, 10, 24, 12, 0).getTime();
const queue = aQueue({ at: new Date(noon).toISOString() });
const run = {
  label: 'Aioli',
  seed: 4,
  step: 1312,
  steps: 2000,
  tokensPerSecond: 18_400,
  secondsLeft: 60,
} as RunSummary;

test('nothing under way says nothing', () => {
  expect(activity([], [], queue, noon)).toEqual({ text: '', share: null });
});

test('a run says method, seed, step, pace and when the whole queue ends', () => {
  const { text, share } = activity([], [run], { ...queue, secondsLeft: 2 * 3600 + 32 * 60 }, noon);
  expect(text.replaceAll('\u2009', ' ')).toBe(
    'Training Aioli, seed 4: step 1 312 of 2 000, 18 400 tokens/s, done at about 14:32',
  );
  expect(share).toBeCloseTo(0.656);
});

test('an end on another day names the day', () => {
  expect(activity([], [run], { ...queue, secondsLeft: 86_400 }, noon).text).toContain('done at about Tue 12:00');
});

test('a task comes before runs; without a total its share is unknown', () => {
  const task = { task: 't', label: 'Reading law', done: 3, total: 0, isFinished: false };
  expect(activity([task], [run], queue, noon)).toEqual({ text: 'Reading law', share: null });
});

test('a paused queue says what waits', () => {
  expect(activity([], [], { ...queue, isPaused: true, queued: ['a', 'b'] }, noon).text).toBe(
    'The queue is paused; 2 waiting',
  );
});

import { expect, test } from 'vitest';
import { aQueue, aRun } from '../testing/experiments.ts';
import { doneAt, movedWords, queueSentence } from './queue-words.ts';
import { noticeOf } from './run-notices.ts';

const noon = new Date(2026, 0, 5, 12, 0).getTime();
const at = new Date(noon).toISOString();
const text = (words: string) => words.replace(/\s+/g, ' ');
const busy = aQueue({
  at,
  running: ['a'],
  queued: ['b', 'c'],
  held: ['c'],
  forecast: [
    { run: 'a', startsIn: 0, endsIn: 1800 },
    { run: 'b', startsIn: 1800, endsIn: 9000 },
  ],
  secondsLeft: 9000,
});

test('the queue says what runs, what waits, and when it will be done', () => {
  expect(text(queueSentence(busy, noon))).toBe('1 running, 1 waiting, 1 held, done at about 14:30 (2 h 30 min).');
  expect(text(queueSentence({ ...busy, isPaused: true }, noon))).toBe(
    '1 running, 1 waiting, 1 held, stops after what runs now, about 2 h 30 min left to do.',
  );
  expect(queueSentence(aQueue({ isPaused: true }), noon)).toBe('The queue is paused: what is started now waits.');
});

test('each run has its time; a paused queue promises none', () => {
  expect(['a', 'b', 'c'].map((run) => doneAt(busy, run, noon))).toEqual(['12:30', '14:30', '']);
  expect(doneAt({ ...busy, isPaused: true }, 'b', noon)).toBe('');
  expect(doneAt({ ...busy, isPaused: true }, 'a', noon)).toBe('12:30');
});

test('a move says the place that it leads to, and what it does to the time', () => {
  const run = aRun({ id: 'b', label: 'Skill-It', seed: 3 });
  expect(movedWords(busy, run, noon)).toBe('Skill-It, seed 3, is now 1st of 2, starts at about 12:30.');
});

test('ends of runs are told when they are results or need a look', () => {
  const times = { startedAt: '2026-01-01T00:00:00Z', endedAt: '2026-01-01T01:00:00Z' };
  expect(noticeOf(aRun({ state: 'finished', ...times }), busy)).toEqual({
    title: 'Finished: Aioli, seed 0',
    body: 'First comparison, 2 to go',
  });
  const failed = aRun({ state: 'failed', problem: 'Too small.' });
  expect(noticeOf(failed, busy)).toMatchObject({
    title: 'Failed: Aioli, seed 0',
    body: expect.stringContaining('Too small.') as string,
  });
  expect(noticeOf(aRun({ state: 'finished' }), busy)).toBe(null); // others follow at once
  expect(noticeOf(aRun({ state: 'finished' }), aQueue())).toMatchObject({
    title: 'The queue is done: finished Aioli, seed 0',
  });
  expect(noticeOf(aRun({ state: 'stopped' }), aQueue())).toBe(null);
});

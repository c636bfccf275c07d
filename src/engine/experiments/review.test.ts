import { expect, test } from 'vitest';
import { busySeconds } from './review.ts';

const run = (end: number, seconds: number) => ({ seconds, endedAt: new Date(end * 1000).toISOString() });

test('runs one after the other add up; those side by side count once; a pause between them does not count', () => {
  expect(busySeconds([run(100, 50), run(150, 50)])).toBe(100);
  expect(busySeconds([run(100, 50), run(110, 50)])).toBe(60);
  expect(busySeconds([run(100, 50), run(1000, 50)])).toBe(100);
  expect(busySeconds([run(100, 50), run(90, 10)])).toBe(50);
});

test('a run that has not ended yet took no time that is known', () => {
  expect(busySeconds([{ seconds: 3, endedAt: null }])).toBe(0);
});

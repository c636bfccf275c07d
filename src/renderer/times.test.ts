import { expect, test } from 'vitest';
import { shortTime } from './times.ts';

test.each([
  ['2026-11-24T14:02:00', '14:02'],
  ['2026-11-02T09:30:00', '2 Nov, 09:30'],
  ['2025-11-02T09:30:00', '2 Nov 2025, 09:30'],
])('%s is read as %s', (at, text) => {
  expect(shortTime(at, new Date('2026-11-24T20:00:00'))).toBe(text);
});

import { expect, test } from 'vitest';
import fc from 'fast-check';
import { shortened, spread } from './labels.ts';

test('labels that have room stay where they want to be', () => {
  expect(spread([10, 50, 90], 12, 0, 100)).toEqual([10, 50, 90]);
});

test('labels that would overlap move apart evenly around their middle', () => {
  expect(spread([50, 50], 12, 0, 100)).toEqual([44, 56]);
});

test('labels never leave the chart', () => {
  expect(spread([99, 100], 12, 0, 100)).toEqual([88, 100]);
});

test('any labels end up apart, in order and inside', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -50, max: 350, noNaN: true }), { maxLength: 25 }), (wanted) => {
      const places = spread(wanted, 12, 0, 300);
      const gap = wanted.length > 1 ? Math.min(12, 300 / (wanted.length - 1)) : 0;
      const sorted = [...places].sort((a, b) => a - b);
      expect(sorted.every((y, i) => i === 0 || y - sorted[i - 1]! > gap - 1e-6)).toBe(true);
      expect(sorted.every((y) => y > -1e-6 && y < 300 + 1e-6)).toBe(true);
      for (let i = 0; i < wanted.length; i++)
        for (let j = 0; j < wanted.length; j++) if (wanted[i]! < wanted[j]!) expect(places[i]! < places[j]!).toBe(true);
    }),
  );
});

test('a long name keeps both its ends', () => {
  expect(shortened('law', 12)).toBe('law');
  const short = shortened('speeches-of-the-house-of-commons-1990', 16);
  expect(short).toHaveLength(16);
  expect(short.startsWith('speeches')).toBe(true);
  expect(short.endsWith('1990')).toBe(true);
});

import { expect, test } from 'vitest';
import type { Line } from '#charts/index';
import { smoothed, smoothingWords } from './smoothing.ts';

const line: Line = {
  id: 'law',
  name: 'law',
  colour: 'red',
  dash: '',
  points: [
    { step: 1, value: 4 },
    { step: 2, value: null },
    { step: 3, value: 9 },
  ],
};

test('a smoothed line keeps its raw line behind it, outliers included, and names its setting', () => {
  const [raw, smooth] = smoothed([line], 'medium');
  expect(raw).toMatchObject({ isFaint: true, points: line.points });
  expect(smooth!.points.map(({ step }) => step)).toEqual([1, 2, 3]);
  expect(smooth!.points[0]!.value).toBeCloseTo(4);
  expect(smooth!.points[1]!.value).toBe(null);
  expect(smoothingWords('medium')).toContain('weight 0.9');
});

test('raw lines are left as they are', () => {
  expect(smoothed([line], 'none')).toEqual([line]);
  expect(smoothingWords('none')).toBe('');
});

test('a point that stands for several steps is smoothed by their mean, not by its extreme', () => {
  const points = [
    { step: 1, value: 2, mean: 3 },
    { step: 64, value: 9, mean: 3 },
  ];
  const [raw, smooth] = smoothed([{ ...line, points }], 'light');
  expect(raw!.points).toEqual(points);
  for (const { value } of smooth!.points) expect(value).toBeCloseTo(3, 12);
});

import { expect, test } from 'vitest';
import { domainOf, pointAt, tickDecimals } from './scatter.ts';

test.each([
  [[], [0, 1]],
  [
    [NaN, Infinity],
    [0, 1],
  ],
  [
    [0, 10],
    [-0.6, 10.6],
  ],
])('the axis over %j ends at %j', (values, domain) => {
  expect(domainOf(values)).toEqual(domain);
});

test('equal values still have an axis', () => {
  const [low, high] = domainOf([2, 2]);
  expect(low).toBeLessThan(2);
  expect(high).toBeGreaterThan(2);
});

test('ticks have the digits that tell them apart', () => {
  expect([[0, 5], [1, 1.5], [0, 0.25], [2.31, 2.32], [1]].map(tickDecimals)).toEqual([0, 1, 2, 2, 2]);
});

test('the nearest point within reach is found', () => {
  const points = [
    { px: 0, py: 0 },
    { px: 10, py: 0 },
  ];
  expect(pointAt(points, 8, 1, 5)).toBe(points[1]);
  expect(pointAt(points, 5, 40, 5)).toBeNull();
});

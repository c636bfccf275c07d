import { expect, test } from 'vitest';
import { costTicks, stepsOf, type TradeOffPoint } from './trade-off.ts';

const point = (cost: number, value: number, isEfficient: boolean): TradeOffPoint => ({
  id: `${cost}`,
  name: '',
  colour: '',
  cost,
  value,
  error: null,
  isEfficient,
  words: '',
});

test('the best trade-offs are joined level to the next cost, then down', () => {
  const points = [point(400, 2.1, true), point(200, 2.4, true), point(300, 2.5, false), point(900, 2, true)];
  expect(stepsOf(points)).toEqual([
    [200, 2.4],
    [400, 2.4],
    [400, 2.1],
    [900, 2.1],
    [900, 2],
  ]);
});

test('a logarithmic axis of costs has ticks at 1, 2 and 5 times powers of ten', () => {
  expect(costTicks([150, 3000], true, 10)).toEqual([200, 500, 1000, 2000]);
});

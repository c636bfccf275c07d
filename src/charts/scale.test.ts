import { expect, test } from 'vitest';
import { heatScale, heatScaleOver, mixAt, roundUp } from './scale.ts';

test('zero is neutral and the limits are symmetric, whatever the data', () => {
  const scale = heatScaleOver([
    [
      [0.0021, -0.0005],
      [0, 0.0034],
    ],
  ]);
  expect(scale.limit).toBe(0.0034);
  expect([scale.position(0), scale.position(0.0034), scale.position(-0.0034)]).toEqual([0, 1, -1]);
  expect(scale.isOneSided).toBe(false);
});

test('one scale serves all rounds: the largest magnitude of any of them is the limit', () => {
  expect(heatScaleOver([[[1]], [[-7.31]], [[2]]]).limit).toBe(7.4);
});

test('values beyond the limit keep the full colour', () => {
  const scale = heatScale(1);
  expect(scale.colour(5)).toBe(scale.colour(1));
  expect(scale.colour(-5)).toBe(mixAt(-1));
});

test('a matrix of zeros, or of no numbers, is neutral and not black', () => {
  const scale = heatScaleOver([[[0, NaN]]]);
  expect([scale.limit, scale.colour(0), scale.colour(NaN)]).toEqual([0, mixAt(0), mixAt(0)]);
});

test('matrices without a negative value say so, for the legend', () => {
  expect(heatScaleOver([[[0.2, 0.8]]]).isOneSided).toBe(true);
});

test('small effects keep a visible colour, in order', () => {
  const scale = heatScale(1);
  const positions = [0.05, 0.2, 0.6, 0.9].map((value) => scale.position(value));
  expect(positions[0]).toBeGreaterThan(0.1);
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
});

test("ink is the theme's own on pale fills and follows the fill on deep ones", () => {
  const scale = heatScale(1);
  expect(scale.ink(0.1)).toBe('var(--text)');
  expect(scale.ink(-0.9)).toContain(scale.colour(-0.9));
});

test('limits are rounded up to two digits, never down', () => {
  expect([0.00341, 0.0034, 99.1, 1, 0, -1].map(roundUp)).toEqual([0.0035, 0.0034, 100, 1, 0, 0]);
});

test('a centre chosen by hand is the neutral value, and the limit counts from there', () => {
  const scale = heatScale(2, false, 1);
  expect([1, 3, -1, 5].map((value) => scale.position(value))).toEqual([0, 1, -1, 1]);
});

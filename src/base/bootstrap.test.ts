import { expect, test } from 'vitest';
import { bootstrapInterval } from './bootstrap.ts';
import { randomFor } from './random.ts';
import { mean } from './statistics.ts';

/** Spatial ability of 26 neurologically impaired children, part A (Efron and Tibshirani 1993, table 14.1). */
const spatial = [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41];
const variance = (values: readonly number[]): number => mean(values.map((x) => (x - mean(values)) ** 2));
const options = (kind: 'percentile' | 'bca', seed = 1) => ({
  kind,
  level: 0.9,
  resamples: 20_000,
  random: randomFor(seed, 'bootstrap'),
});

test('the variance of spatial scores: percentiles 98 to 236, BCa 115 to 261 (Efron and Tibshirani 1993, section 14.3)', () => {
  const percentile = bootstrapInterval(spatial, variance, options('percentile'))!;
  expect(Math.abs(percentile.low - 97.8)).toBeLessThan(2);
  expect(Math.abs(percentile.high - 235.6)).toBeLessThan(2);
  const bca = bootstrapInterval(spatial, variance, options('bca'))!;
  expect(Math.abs(bca.low - 115.4)).toBeLessThan(2);
  expect(Math.abs(bca.high - 260.9)).toBeLessThan(3);
});

test('the same seed draws the same interval, another seed nearly the same', () => {
  const [a, b, c] = [1, 1, 2].map((seed) => bootstrapInterval(spatial, mean, options('bca', seed))!);
  expect(a).toEqual(b);
  expect(a).not.toEqual(c);
  expect(Math.abs(a!.low - c!.low)).toBeLessThan(0.3);
});

test('one value has no interval, equal values have one of no width', () => {
  expect(bootstrapInterval([1], mean, options('bca'))).toBeNull();
  expect(bootstrapInterval([2, 2, 2], mean, options('bca'))).toEqual({ low: 2, high: 2 });
});

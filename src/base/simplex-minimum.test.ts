import { expect, test } from 'vitest';
import { capped, minimiseOnSimplex, withDivergence } from './simplex-minimum.ts';

const towards = (target: readonly number[]) => ({
  value: (p: readonly number[]) => p.reduce((sum, share, j) => sum + (share - target[j]!) ** 2, 0),
  gradient: (p: readonly number[]) => p.map((share, j) => 2 * (share - target[j]!)),
});

test('an inner minimum is found with a gap that bounds the error', () => {
  const found = minimiseOnSimplex(towards([0.5, 0.2, 0.3]), 3);
  expect(found.hasConverged).toBe(true);
  expect(found.gap).toBeLessThanOrEqual(1e-8);
  found.p.forEach((share, j) => expect(share).toBeCloseTo([0.5, 0.2, 0.3][j]!, 7));
});

test('a linear function puts everything on its lowest vertex', () => {
  const slopes = [0.4, -1, 0.2];
  const found = minimiseOnSimplex(
    { value: (p) => p.reduce((sum, share, j) => sum + share * slopes[j]!, 0), gradient: () => slopes },
    3,
  );
  expect(found.p).toEqual([0, 1, 0]);
});

test('caps hold, and what overflows goes to the groups with room in proportion', () => {
  expect(capped([0.6, 0.3, 0.1], [0.4, 1, 1])).toEqual([0.4, 0.45, 0.15].map((x) => expect.closeTo(x, 12) as number));
  const found = minimiseOnSimplex(towards([0.7, 0.2, 0.1]), 3, { caps: [0.4, 1, 1] });
  expect(found.p[0]).toBeCloseTo(0.4, 12);
  expect(found.p[1]).toBeCloseTo(0.35, 7);
});

test('caps that leave no room for a whole are refused', () => {
  expect(() => capped([1, 1], [0.3, 0.5])).toThrow(/less than 1/);
});

test('a strong divergence term keeps the prior, a weak one lets go of it', () => {
  const prior = [0.2, 0.8];
  const near = minimiseOnSimplex(withDivergence(towards([0.9, 0.1]), prior, 1000), 2);
  const far = minimiseOnSimplex(withDivergence(towards([0.9, 0.1]), prior, 1e-6), 2);
  expect(near.p[0]).toBeCloseTo(0.2, 2);
  expect(far.p[0]).toBeCloseTo(0.9, 4);
});

import { expect, test } from 'vitest';
import { randomFor } from '#base/random';
import { isOnSimplex, tempered } from '#base/simplex';
import { coarse, swarm } from './swarm.ts';

test('small shares vanish and the rest are rounded (spec 6.9, X2)', () => {
  const p = coarse([0.5003, 0.4993, 0.0003, 0.0001], 0.002);
  p.forEach((share, j) => expect(share).toBeCloseTo([0.5, 0.5, 0, 0][j]!, 9));
  tempered([0.7, 0.2, 0.1], 0.5).forEach((share, j) => expect(share).toBeCloseTo([0.522879, 0.279491, 0.19763][j]!, 6));
});

test('mixtures differ, keep within caps, and reach the corners as well as the middle', () => {
  const options = { temperature: 0.5, strengths: [0.1, 5], caps: [0.9, 1, 0.5], minimum: 2e-4 } as const;
  const mixtures = swarm([0.5, 0.3, 0.2], 64, options, randomFor(0, 'swarm'));
  expect(new Set(mixtures.map((p) => p.join())).size).toBe(64);
  expect(mixtures.every((p) => isOnSimplex(p) && p[0]! <= 0.9 + 1e-3 && p[2]! <= 0.5 + 1e-3)).toBe(true);
  expect(mixtures.some((p) => Math.max(...p) > 0.85)).toBe(true);
  expect(mixtures.some((p) => Math.min(...p) > 0.15)).toBe(true);
});

test('caps that leave a single mixture still give as many as asked for', () => {
  const caps = [0.5, 0.5];
  const mixtures = swarm(
    [1, 1],
    8,
    { temperature: 1, strengths: [0.1, 5], caps, minimum: 2e-4 },
    randomFor(0, 'swarm'),
  );
  expect(mixtures).toHaveLength(8);
  mixtures.flat().forEach((share) => expect(share).toBeCloseTo(0.5, 6));
});

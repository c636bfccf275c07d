import { expect, test } from 'vitest';
import { randomFor } from '#base/random';
import { isOnSimplex } from '#base/simplex';
import { dirichletCover, lattice, latticeSize, mergedToApart } from './candidates.ts';

test('a lattice has the counted number of points, all different (spec 2.4)', () => {
  expect(lattice(2, 10, true).map((p) => p[0])).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
  for (const [m, q] of [
    [2, 4],
    [3, 5],
    [4, 6],
  ] as const)
    for (const isInterior of [true, false]) {
      const points = lattice(m, q, isInterior);
      expect(points).toHaveLength(latticeSize(m, q, isInterior));
      expect(new Set(points.map((p) => p.join())).size).toBe(points.length);
      expect(points.every((p) => isOnSimplex(p) && (!isInterior || p.every((share) => share > 0)))).toBe(true);
    }
  expect(lattice(3, 2, true)).toEqual([]);
});

test('the closest pair becomes its midpoint, again and again', () => {
  const points = [
    [0, 1],
    [0.1, 0.9],
    [0.6, 0.4],
    [1, 0],
  ];
  expect(mergedToApart(points, 3)).toEqual([
    [0.6, 0.4],
    [1, 0],
    [0.05, 0.95],
  ]);
  expect(mergedToApart(points, 2)).toEqual([
    [0.05, 0.95],
    [0.8, 0.2],
  ]);
});

test('merging agrees with the search over all pairs', () => {
  const random = randomFor(3, 'points');
  const points = Array.from({ length: 40 }, () => [random.next(), random.next(), random.next()]);
  const slow = [...points];
  while (slow.length > 7) {
    let best: readonly [number, number, number] = [Infinity, 0, 0];
    slow.forEach((a, i) =>
      slow.forEach((b, j) => {
        const distance = a.reduce((sum, x, k) => sum + (x - b[k]!) ** 2, 0);
        if (i < j && distance < best[0]) best = [distance, i, j];
      }),
    );
    const [, i, j] = best;
    const middle = slow[i]!.map((x, k) => (x + slow[j]![k]!) / 2);
    slow.splice(j, 1);
    slow.splice(i, 1);
    slow.push(middle);
  }
  const sorted = (list: readonly (readonly number[])[]) => list.map((p) => p.map((x) => x.toFixed(9)).join()).sort();
  expect(sorted(mergedToApart(points, 7))).toEqual(sorted(slow));
});

test('a cover lies apart, has six decimals, and changes with the seed', () => {
  const cover = (seed: number) => dirichletCover(3, 9, 1.5, 4, randomFor(seed, 'cover'));
  const points = cover(0);
  expect(points).toHaveLength(9);
  expect(
    points.every(
      (p) => isOnSimplex(p, 1e-12) && p.every((share) => Math.abs(share * 1e6 - Math.round(share * 1e6)) < 1e-6),
    ),
  ).toBe(true);
  const closest = Math.min(
    ...points.flatMap((a, i) => points.slice(i + 1).map((b) => Math.hypot(...a.map((x, j) => x - b[j]!)))),
  );
  expect(closest).toBeGreaterThan(0.15);
  expect(cover(0)).toEqual(points);
  expect(cover(1)).not.toEqual(points);
});

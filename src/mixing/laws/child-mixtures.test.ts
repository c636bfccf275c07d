import { expect, test } from 'vitest';
import { randomFor } from '#base/random';
import { isOnSimplex } from '#base/simplex';
import { bruteForce } from './brute-force.ts';
import { childMixtures, fewestChildren, type ChildSweep } from './child-mixtures.ts';

const mixtures = (m: number, n: number, sweep: ChildSweep) => childMixtures(m, n, sweep, randomFor(0, 'children'));

test('two groups are covered by evenly spaced shares', () => {
  expect(mixtures(2, 3, 'cover')).toEqual([
    [0.25, 0.75],
    [0.5, 0.5],
    [0.75, 0.25],
  ]);
});

test('leaning mixtures favour each group in turn after equal shares', () => {
  const [equal, ...leaning] = mixtures(4, 5, 'lean');
  expect(equal).toEqual([0.25, 0.25, 0.25, 0.25]);
  expect(leaning.map((p) => p.indexOf(Math.max(...p)))).toEqual([0, 1, 2, 3]);
});

test.each([1, 2, 3, 4, 7])('for %i groups every mixture is on the simplex and the fewest tell all of A*', (m) => {
  const A = Array.from({ length: m }, (_row, i) =>
    Array.from({ length: m }, (_entry, j) => (i === j ? 0.3 : 0.1 / (i + j + 1))),
  );
  const groups = A.map((_row, i) => `g${i}`);
  for (const sweep of ['cover', 'lean'] as const)
    for (const n of [fewestChildren(m), 2 * m + 1]) {
      const all = mixtures(m, n, sweep);
      expect(all.every((p) => isOnSimplex(p, 1e-5))).toBe(true);
      const children = all.map((proportions) => ({
        proportions,
        losses: A.map((row) => 4 - row.reduce((sum, a, j) => sum + a * proportions[j]!, 0)),
      }));
      if (m === 2) continue; // two groups are measured along their own shares: a diagonal, not A itself
      bruteForce({ groups, parent: groups.map(() => 4), children }).A.forEach((row, i) =>
        row.forEach((a, j) => expect(a).toBeCloseTo(A[i]![j]!, 4)),
      );
    }
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFor } from './random.ts';
import { exactCarry, largestRemainder, multinomialCounts, officialCounts } from './rounding.ts';

const sevenths = Array<number>(7).fill(1 / 7);

function carried(batch: number, p: readonly number[], steps: number) {
  const batches: number[][] = [];
  let carry: readonly number[] = p.map(() => 0);
  for (let step = 0; step < steps; step++) {
    const next = exactCarry(batch, p, carry);
    batches.push(next.counts);
    carry = next.carry;
  }
  const totals = p.map((_share, j) => batches.reduce((sum, counts) => sum + counts[j]!, 0));
  return { batches, totals, carry };
}

test.each([
  ['R1', 8, [0.5, 0.3, 0.2], [4, 2, 2]],
  ['R2', 8, [1 / 3, 1 / 3, 1 / 3], [3, 3, 2]],
  ['R3', 8, sevenths, [2, 1, 1, 1, 1, 1, 1]],
  ['R4', 10, [0.51, 0.25, 0.24], [5, 3, 2]],
])('the largest remainder divides a segment (spec 6.1, %s)', (_id, n, p, counts) => {
  expect(largestRemainder(n, p)).toEqual(counts);
});

test('exact carry gives every group its share over five batches (spec 6.1, R5)', () => {
  const { batches, totals, carry } = carried(8, [0.5, 0.3, 0.2], 5);
  expect(batches).toEqual([
    [4, 2, 2],
    [4, 3, 1],
    [4, 2, 2],
    [4, 3, 1],
    [4, 2, 2],
  ]);
  expect(totals).toEqual([20, 12, 8]);
  carry.forEach((owed) => expect(owed).toBeCloseTo(0, 9));
});

test('exact carry passes the eighth sequence around seven equal groups (spec 6.1, R6)', () => {
  const { batches, totals } = carried(8, sevenths, 7);
  expect(batches).toEqual(sevenths.map((_share, step) => sevenths.map((_other, j) => (j === step ? 2 : 1))));
  expect(totals).toEqual(Array(7).fill(8));
});

test('exact carry reaches small groups in turn (spec 6.1, R7)', () => {
  const { batches, totals } = carried(8, [0.75, ...Array<number>(6).fill(0.25 / 6)], 3);
  expect(batches).toEqual([
    [6, 1, 1, 0, 0, 0, 0],
    [6, 0, 0, 1, 1, 0, 0],
    [6, 0, 0, 0, 0, 1, 1],
  ]);
  expect(totals).toEqual([18, 1, 1, 1, 1, 1, 1]);
});

test('exact carry works with batches smaller than the number of groups (spec 6.1, R8)', () => {
  const { batches, totals } = carried(2, [0.6, 0.3, 0.1], 5);
  expect(batches).toEqual([
    [1, 1, 0],
    [2, 0, 0],
    [1, 1, 0],
    [1, 0, 1],
    [1, 1, 0],
  ]);
  expect(totals).toEqual([6, 3, 1]);
});

test('the published per-batch rule starves or floods the last group (spec 6.1, R9 and R10)', () => {
  const sixth = Array<number>(6).fill(0.25 / 6);
  expect(officialCounts(8, [0.75, ...sixth])).toEqual([6, 1, 1, 1, 1, 1, -3]);
  expect(officialCounts(8, [...sixth, 0.75])).toEqual([1, 1, 1, 1, 1, 1, 2]);
});

test('exact carry never leaves its bounds, whatever the proportions', () => {
  const weights = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 1, noNaN: true })), {
    minLength: 1,
    maxLength: 9,
  });
  const drawn = weights.filter((all) => all.some((w) => w > 0));
  fc.assert(
    fc.property(drawn, fc.integer({ min: 1, max: 64 }), (all, batch) => {
      const total = all.reduce((a, b) => a + b, 0);
      const p = all.map((w) => w / total);
      const sums = p.map(() => 0);
      let carry: readonly number[] = p.map(() => 0);
      for (let step = 1; step <= 50; step++) {
        const next = exactCarry(batch, p, carry);
        carry = next.carry;
        if (next.counts.some((n) => n < 0)) return false;
        if (next.counts.reduce((a, b) => a + b, 0) !== batch) return false;
        next.counts.forEach((n, j) => (sums[j]! += n));
        if (sums.some((n, j) => Math.abs(n - step * batch * p[j]!) >= 1 + 1e-6)) return false;
        if (p.some((share, j) => share === 0 && sums[j] !== 0)) return false;
      }
      return true;
    }),
    { numRuns: 3000, seed: 20_241_105 },
  );
});

test('multinomial counts follow the shares, sum to the batch and leave groups without a share alone', () => {
  const random = randomFor(4, 'counts');
  const totals = [0, 0, 0];
  for (let step = 0; step < 2000; step++) {
    const counts = multinomialCounts(8, [0.25, 0.75, 0], random);
    expect(counts.reduce((a, b) => a + b)).toBe(8);
    counts.forEach((n, j) => (totals[j]! += n));
  }
  expect(totals[0]! / 16_000).toBeCloseTo(0.25, 1);
  expect(totals[2]).toBe(0);
});

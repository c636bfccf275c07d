import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  equalShares,
  inParts,
  nearestShares,
  roomFor,
  sharesOf,
  shownPercents,
  weightsOf,
  withBorderMoved,
  withinLocks,
  withShare,
  type ExactShares,
} from './exact-shares.ts';
import { compare, fraction, inText, isZero, one, over, sumOf, toNumber, zero, type Fraction } from './fraction.ts';

const text = (shares: ExactShares) => shares.map(inText);
const free = (shares: ExactShares) => shares.map(() => false);

/** Weights of 2 to 20 groups, some of them 0. */
const someWeights = fc
  .array(fc.nat(1000), { minLength: 2, maxLength: 20 })
  .filter((weights) => weights.some((weight) => weight > 0));
const someFraction = fc
  .tuple(fc.nat(1000), fc.integer({ min: 1, max: 1000 }))
  .map(([a, b]) => (a <= b ? fraction(a, b) : fraction(b, a)));

test('a share that is set leaves the others in their proportions', () => {
  expect(text(withShare(sharesOf([2, 1, 1]), 0, fraction(1, 3), [false, false, false]))).toEqual(['1/3', '1/3', '1/3']);
  expect(text(withShare(sharesOf([1, 2, 3]), 2, zero, free(sharesOf([1, 2, 3]))))).toEqual(['1/3', '2/3', '0']);
});

test('a locked share stays, and bounds what another can have', () => {
  const shares = sharesOf([5, 3, 2]);
  const locks = [true, false, false];
  expect(inText(roomFor(shares, 1, locks))).toBe('1/2');
  expect(text(withShare(shares, 1, fraction(9, 10), locks))).toEqual(['1/2', '1/2', '0']);
  expect(withShare(shares, 1, fraction(1, 10), [true, false, true])).toBe(shares);
});

test('others that are all 0 share out what is given up equally', () => {
  expect(text(withShare(sharesOf([1, 0, 0]), 0, fraction(1, 2), [false, false, false]))).toEqual(['1/2', '1/4', '1/4']);
});

test('a border trades between the nearest unlocked groups beside it', () => {
  const shares = sharesOf([4, 3, 2, 1]);
  expect(text(withBorderMoved(shares, 1, fraction(1, 10), [false, true, false, false]))).toEqual([
    '1/2',
    '3/10',
    '1/10',
    '1/10',
  ]);
  expect(text(withBorderMoved(shares, 1, fraction(-9, 10), free(shares)))).toEqual(['2/5', '0', '1/2', '1/10']);
  expect(withBorderMoved(shares, 0, fraction(1, 10), [true, false, false, false])).toBe(shares);
});

test('other shares are taken over as far as locks allow', () => {
  const shares = sharesOf([5, 3, 2]);
  expect(text(withinLocks(shares, equalShares(3), [true, false, false]))).toEqual(['1/2', '1/4', '1/4']);
  expect(text(withinLocks(shares, sharesOf([1, 1, 2]), free(shares)))).toEqual(['1/4', '1/4', '1/2']);
  expect(withinLocks(shares, equalShares(3), [true, true, true])).toBe(shares);
});

test('thirds are kept as thirds, and shown so that they sum to 100', () => {
  const thirds = sharesOf([1, 1, 1]);
  expect(weightsOf(thirds)).toEqual([1, 1, 1]);
  expect(shownPercents(thirds, 0)).toEqual(['34', '33', '33']);
  expect(shownPercents(thirds, 1)).toEqual(['33.4', '33.3', '33.3']);
  expect(shownPercents(sharesOf([1, 999]), 1)).toEqual(['0.1', '99.9']);
});

test('decimals are taken as written', () => {
  expect(weightsOf(sharesOf([0.1, 0.2, 0.7]))).toEqual([1, 2, 7]);
  expect(weightsOf(sharesOf([1e-7, 3e-7]))).toEqual([1, 3]);
  expect(weightsOf(nearestShares([Math.SQRT1_2, 1 - Math.SQRT1_2]))).toEqual([707107, 292893]);
});

test('weights that are no weights are refused', () => {
  expect(() => sharesOf([0, 0])).toThrow('All weights are 0.');
  expect(() => sharesOf([1, NaN])).toThrow('Weight 2 is NaN.');
});

test('shown percentages sum to exactly 100 at every number of digits', () => {
  fc.assert(
    fc.property(someWeights, fc.integer({ min: 0, max: 9 }), (weights, decimals) => {
      const shares = sharesOf(weights);
      const shown = shownPercents(shares, decimals);
      const counts = shown.map((number) => BigInt(number.replace('.', '')));
      expect(counts.reduce((a, b) => a + b)).toBe(100n * 10n ** BigInt(decimals));
      shown.forEach((number, j) =>
        expect(Math.abs(Number(number) - 100 * toNumber(shares[j]!))).toBeLessThan(1.0001 * 10 ** -decimals),
      );
    }),
  );
});

test('after any edits the sum is exactly 1, locked shares are untouched, and weights give the same shares back', () => {
  const edit = fc.record({
    kind: fc.constantFrom('share', 'border'),
    at: fc.nat(19),
    by: someFraction,
    isBack: fc.boolean(),
    lock: fc.nat(19),
  });
  fc.assert(
    fc.property(someWeights, fc.array(edit, { maxLength: 30 }), (weights, edits) => {
      let shares: ExactShares = sharesOf(weights);
      for (const { kind, at, by, isBack, lock } of edits) {
        const index = at % shares.length;
        const locks = shares.map((_, j) => j === lock % shares.length && j !== index);
        const before = shares;
        const step: Fraction = isBack ? { ...by, numerator: -by.numerator } : by;
        shares = kind === 'share' ? withShare(shares, index, by, locks) : withBorderMoved(shares, index, step, locks);
        expect(compare(sumOf(shares), one)).toBe(0);
        expect(shares.every((share) => compare(share, zero) >= 0)).toBe(true);
        locks.forEach((isLocked, j) => isLocked && expect(shares[j]).toEqual(before[j]));
      }
      const back = sharesOf(weightsOf(shares));
      back.forEach((share, j) => expect(Math.abs(toNumber(share) - toNumber(shares[j]!))).toBeLessThan(1e-14));
    }),
  );
});

test('the ratio of two unlocked others is the same after a share is set', () => {
  fc.assert(
    fc.property(someWeights, someFraction, (weights, share) => {
      const shares = sharesOf(weights);
      const next = withShare(shares, 0, share, free(shares));
      const others = shares.slice(1).filter((other) => !isZero(other));
      if (others.length < 2 || compare(share, one) === 0) return;
      const [a, b] = shares.flatMap((other, j) => (j > 0 && !isZero(other) ? [j] : [])) as [number, number];
      expect(over(next[a]!, next[b]!)).toEqual(over(shares[a]!, shares[b]!));
    }),
  );
});

test('whole parts sum to their total', () => {
  expect(inParts(equalShares(7), 100)).toEqual([15n, 15n, 14n, 14n, 14n, 14n, 14n]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compare,
  commonDenominator,
  fraction,
  fromNumber,
  inText,
  minus,
  over,
  plus,
  times,
  toNumber,
} from './fraction.ts';

test('fractions are in lowest terms with a positive denominator', () => {
  expect(inText(fraction(4, -6))).toBe('-2/3');
  expect(inText(fraction(0, 5))).toBe('0');
  expect(() => fraction(1, 0)).toThrow(RangeError);
});

test('the four operations undo one another', () => {
  const some = fc
    .tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: 1, max: 999 }))
    .map(([a, b]) => fraction(a, b));
  fc.assert(
    fc.property(some, some, (a, b) => {
      expect(minus(plus(a, b), b)).toEqual(a);
      if (b.numerator !== 0n) expect(over(times(a, b), b)).toEqual(a);
      expect(compare(a, b)).toBe(Math.sign(toNumber(a) - toNumber(b)));
    }),
  );
});

test('a number is the decimal it is written as', () => {
  expect([0.1, 1e-7, 2.5e21, 12, -0.5].map((x) => inText(fromNumber(x)))).toEqual([
    '1/10',
    '1/10000000',
    '2500000000000000000000',
    '12',
    '-1/2',
  ]);
  expect(() => fromNumber(Infinity)).toThrow(RangeError);
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: 1e-12, max: 1e12 }), (x) => {
      expect(Math.abs(toNumber(fromNumber(x)) - x)).toBeLessThanOrEqual(x * 1e-15);
    }),
  );
});

test('a common denominator is the least', () => {
  expect(commonDenominator([fraction(1, 4), fraction(1, 6), fraction(2)])).toBe(12n);
});

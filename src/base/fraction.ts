/**
 * Exact fractions of whole numbers: what a person types as a share ("1/3", "33.3 %") is kept as it was meant, so shares can
 * sum to exactly 1. Always in lowest terms with a positive denominator.
 */

export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** `numerator / denominator` in lowest terms. @throws RangeError when the denominator is 0 */
export function fraction(numerator: bigint | number, denominator: bigint | number = 1n): Fraction {
  const [top, bottom] = [BigInt(numerator), BigInt(denominator)];
  if (bottom === 0n) throw new RangeError('a fraction has no denominator of 0');
  const common = greatestCommonDivisor(top, bottom) * (bottom < 0n ? -1n : 1n);
  return { numerator: top / common, denominator: bottom / common };
}

export const zero = fraction(0);
export const one = fraction(1);

export function plus(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}
export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { numerator: -b.numerator, denominator: b.denominator });
}
export function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.numerator, a.denominator * b.denominator);
}
/** @throws RangeError when `b` is 0 */
export function over(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
}
/** Below 0 when a < b, 0 when equal, above 0 when a > b. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
export function sumOf(fractions: readonly Fraction[]): Fraction {
  return fractions.reduce(plus, zero);
}
export function isZero({ numerator }: Fraction): boolean {
  return numerator === 0n;
}
/** The nearest of the three: `x` itself, or the bound that it is beyond. */
export function within(x: Fraction, low: Fraction, high: Fraction): Fraction {
  return compare(x, low) < 0 ? low : compare(x, high) > 0 ? high : x;
}

/** The float64 that is nearest, to about its last digit. */
export function toNumber({ numerator, denominator }: Fraction): number {
  const direct = Number(numerator) / Number(denominator);
  if (Number.isFinite(direct)) return direct;
  return Number((numerator * 10n ** 18n) / denominator) / 1e18;
}

/** A number as the decimal that it is written as: 0.1 is 1/10. @throws RangeError for one that is not finite */
export function fromNumber(x: number): Fraction {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(x));
  if (!match) throw new RangeError(`${String(x)} is no decimal number`);
  const [, sign, whole = '0', decimals = '', exponent = '0'] = match;
  return decimal(`${sign ?? ''}${whole}${decimals}`, Number(exponent) - decimals.length);
}

/** Smallest number that all denominators divide. */
export function commonDenominator(fractions: readonly Fraction[]): bigint {
  return fractions.reduce(
    (least, { denominator }) => (least / greatestCommonDivisor(least, denominator)) * denominator,
    1n,
  );
}

/** `1/3`, or `2` for a whole number. */
export function inText({ numerator, denominator }: Fraction): string {
  return denominator === 1n ? String(numerator) : `${String(numerator)}/${String(denominator)}`;
}

/** Digits times a power of ten. */
export function decimal(digits: string, exponent: number): Fraction {
  const power = 10n ** BigInt(Math.abs(exponent));
  return exponent < 0 ? fraction(BigInt(digits), power) : fraction(BigInt(digits) * power);
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [large, small] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (small > 0n) [large, small] = [small, large % small];
  return large === 0n ? 1n : large;
}

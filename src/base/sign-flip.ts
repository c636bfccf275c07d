/** The permutation test of pairs: were the signs of the differences tossed, how often would their sum be this large? */
import type { Random } from './random.ts';

export interface SignFlipTest {
  readonly pTwoSided: number;
  /** For differences that lie below zero. */
  readonly pLess: number;
  /** All sign patterns were counted; else as many as `patterns` were drawn. */
  readonly isExact: boolean;
  readonly patterns: number;
}

const exactUpTo = 16;
const drawn = 20_000;

/**
 * @param differences at least one
 * @param random      draws patterns beyond 16 differences; the pattern seen counts as one of them
 * Source: Fisher 1935, section 21.
 */
export function signFlipTest(differences: readonly number[], random: Random): SignFlipTest {
  const n = differences.length;
  const observed = differences.reduce((a, b) => a + b, 0);
  const slack = 1e-12 * differences.reduce((sum, x) => sum + Math.abs(x), 0); // equal sums may differ in the last digit
  const isExact = n <= exactUpTo;
  const patterns = isExact ? 2 ** n : drawn + 1;
  let extreme = isExact ? 0 : 1;
  let below = isExact ? 0 : 1;
  for (let pattern = isExact ? 0 : 1; pattern < patterns; pattern++) {
    let sum = 0;
    let signs = pattern;
    for (let i = 0; i < n; i++) {
      if (!isExact && i % 32 === 0) signs = random.next() * 0x1_0000_0000; // 32 random bits
      sum += (signs >>> (i % 32)) & 1 ? -differences[i]! : differences[i]!;
    }
    if (Math.abs(sum) >= Math.abs(observed) - slack) extreme++;
    if (sum <= observed + slack) below++;
  }
  return { pTwoSided: extreme / patterns, pLess: below / patterns, isExact, patterns };
}

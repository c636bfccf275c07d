/**
 * What people type into a field of shares. A plain number is always percent, as the field says; `1/3` is a part of the
 * whole; `2:1` is this group against all others together; `2:1:1`, with one part per group, sets them all.
 */
import { compare, decimal, fraction, isZero, one, over, plus, sumOf, zero, type Fraction } from './fraction.ts';
import type { ExactShares } from './exact-shares.ts';

export type TypedShare =
  | { readonly kind: 'share'; readonly share: Fraction }
  | { readonly kind: 'all'; readonly shares: ExactShares }
  | { readonly kind: 'unreadable'; readonly reason: string };

const howTo = 'Type a percentage such as 33.3, a fraction such as 1/3, or parts such as 2:1.';

/**
 * Reads a typed share exactly.
 *
 * @param text   what was typed, spaces and a percent sign allowed, `.` or `,` as decimal mark
 * @param groups number of groups, to know when a ratio names them all
 */
export function readShare(text: string, groups: number): TypedShare {
  const plain = text.replace(/[\s\u2009]/g, '');
  if (plain.includes(':')) return readRatio(plain.split(':'), groups);
  const share = plain.includes('/') ? readQuotient(plain.split('/')) : readPercent(plain);
  if (share === null) return { kind: 'unreadable', reason: howTo };
  if (compare(share, zero) < 0) return { kind: 'unreadable', reason: 'A share cannot be negative.' };
  if (compare(share, one) > 0) return { kind: 'unreadable', reason: 'A share cannot be more than the whole, 100 %.' };
  return { kind: 'share', share };
}

function readRatio(texts: readonly string[], groups: number): TypedShare {
  const parts = texts.map(readDecimal);
  if (parts.some((part) => part === null || compare(part, zero) < 0)) return { kind: 'unreadable', reason: howTo };
  const known = parts as Fraction[];
  const sum = sumOf(known);
  if (isZero(sum)) return { kind: 'unreadable', reason: 'At least one part must be above 0.' };
  if (known.length === groups) return { kind: 'all', shares: known.map((part) => over(part, sum)) };
  if (known.length === 2) return { kind: 'share', share: over(known[0]!, plus(known[0]!, known[1]!)) };
  return {
    kind: 'unreadable',
    reason: `There are ${String(known.length)} parts for ${String(groups)} groups. Give one part per group, or two: this group to the rest.`,
  };
}

function readQuotient(texts: readonly string[]): Fraction | null {
  const [top, bottom] = texts.map(readDecimal);
  if (texts.length !== 2 || !top || !bottom || isZero(bottom)) return null;
  return over(top, bottom);
}

function readPercent(text: string): Fraction | null {
  const number = readDecimal(text.replace(/%$/, ''));
  return number && over(number, fraction(100));
}

/** A decimal number of at most 30 characters, exactly; null when it is none. */
function readDecimal(text: string): Fraction | null {
  const match = /^([-−]?)(\d*)(?:[.,](\d*))?$/.exec(text);
  const [, sign = '', whole = '', decimals = ''] = match ?? [];
  if (!match || whole + decimals === '' || text.length > 30) return null;
  return decimal(`${sign ? '-' : ''}${whole}${decimals}`, -decimals.length);
}

/** Which rows of a table are shown: conditions on columns, and words. */
import { isKnown, type Value } from './values.ts';

export const operators = [
  { id: 'is', sign: '=', title: 'is' },
  { id: 'is-not', sign: '≠', title: 'is not' },
  { id: 'below', sign: '<', title: 'is below' },
  { id: 'at-most', sign: '≤', title: 'is at most' },
  { id: 'above', sign: '>', title: 'is above' },
  { id: 'at-least', sign: '≥', title: 'is at least' },
  { id: 'contains', sign: '∋', title: 'contains' },
  { id: 'lacks', sign: '∌', title: 'does not contain' },
  { id: 'missing', sign: '= –', title: 'is missing' },
  { id: 'there', sign: '≠ –', title: 'is there' },
] as const;

export type OperatorId = (typeof operators)[number]['id'];

/** A condition on one column. A number typed with a point is compared as a number. */
export interface Filter {
  readonly column: string;
  readonly operator: OperatorId;
  /** As typed; empty for operators that take none. */
  readonly value: string;
}

/** Operators that make sense for texts, or for numbers. */
export function operatorsFor(kind: 'text' | 'number'): readonly OperatorId[] {
  return kind === 'text'
    ? ['contains', 'lacks', 'is', 'is-not', 'missing', 'there']
    : ['below', 'at-most', 'above', 'at-least', 'is', 'is-not', 'missing', 'there'];
}

export function takesValue(operator: OperatorId): boolean {
  return operator !== 'missing' && operator !== 'there';
}

/** Whether a value meets the condition. What does not exist meets only `missing`, `is-not` and `lacks`. */
export function meets(value: Value, { operator, value: wanted }: Pick<Filter, 'operator' | 'value'>): boolean {
  if (operator === 'missing') return !isKnown(value);
  if (operator === 'there') return isKnown(value);
  if (!isKnown(value)) return operator === 'is-not' || operator === 'lacks';
  if (operator === 'contains') return lower(value).includes(wanted.toLowerCase());
  if (operator === 'lacks') return !lower(value).includes(wanted.toLowerCase());
  if (operator === 'is') return isEqual(value, wanted);
  if (operator === 'is-not') return !isEqual(value, wanted);
  const bound = numberOf(wanted);
  if (typeof value !== 'number' || bound === null) return false;
  if (operator === 'below') return value < bound;
  if (operator === 'at-most') return value <= bound;
  return operator === 'above' ? value > bound : value >= bound;
}

/** Rows that meet every condition and hold every word somewhere in `texts`. */
export function filterRows<Row>(
  rows: readonly Row[],
  filters: readonly Filter[],
  words: string,
  valueOf: (row: Row, column: string) => Value,
  textOf: (row: Row) => string,
): readonly Row[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (filters.length === 0 && wanted.length === 0) return rows;
  return rows.filter((row) => {
    if (!filters.every((filter) => meets(valueOf(row, filter.column), filter))) return false;
    if (wanted.length === 0) return true;
    const text = textOf(row).toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** A number as people type it: a true minus, a comma or a point, spaces between thousands. */
export function numberOf(text: string): number | null {
  const plain = text.replace(/\s/g, '').replace('−', '-').replace(',', '.');
  const number = plain === '' ? NaN : Number(plain);
  return Number.isNaN(number) ? null : number;
}

function lower(value: number | string): string {
  return String(value).toLowerCase();
}

function isEqual(value: number | string, wanted: string): boolean {
  return typeof value === 'number' ? value === numberOf(wanted) : lower(value) === wanted.trim().toLowerCase();
}

/** What a cell of a table holds, and in which order such values stand. */

/** Null is a value that does not exist. */
export type Value = number | string | null;

/** How the numbers of a column read. */
export type ColumnKind = 'text' | 'count' | 'number' | 'share' | 'difference' | 'percent' | 'duration' | 'time';

/** Whether there is a number or a text. NaN stands for a number that does not exist. */
export function isKnown(value: Value): value is number | string {
  return value !== null && value !== '' && !Number.isNaN(value);
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Numbers by size before texts by name, in which numbers count as such: `run 9` before `run 10`. */
export function compareValues(a: number | string, b: number | string): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  return typeof b === 'number' ? 1 : collator.compare(a, b);
}

/** Values of every row in one column. */
export type ColumnValues = readonly Value[];

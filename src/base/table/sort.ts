/** Rows in the order of several columns. */
import { compareValues, isKnown, type Value } from './values.ts';

/** One column that a table is sorted by; the first counts most. */
export interface SortKey {
  readonly column: string;
  readonly isDescending: boolean;
}

/**
 * Sorts stably; what does not exist comes last in either direction.
 *
 * @param valueOf value of a row in a column; asked once a row and column
 */
export function sortRows<Row>(
  rows: readonly Row[],
  keys: readonly SortKey[],
  valueOf: (row: Row, column: string) => Value,
): readonly Row[] {
  if (keys.length === 0) return rows;
  const values = keys.map(({ column }) => rows.map((row) => valueOf(row, column)));
  const order = rows.map((_, index) => index);
  order.sort((a, b) => {
    for (const [k, { isDescending }] of keys.entries()) {
      const place = compareMissingLast(values[k]![a]!, values[k]![b]!, isDescending);
      if (place !== 0) return place;
    }
    return a - b;
  });
  return order.map((index) => rows[index]!);
}

function compareMissingLast(a: Value, b: Value, isDescending: boolean): number {
  if (!isKnown(a) || !isKnown(b)) return Number(isKnown(b)) - Number(isKnown(a));
  const place = compareValues(a, b);
  return isDescending ? -place : place;
}

/**
 * The keys after a click on a header: ascending, then descending, then none.
 *
 * @param adds keeps the other keys, as Shift does
 */
export function toggleSort(keys: readonly SortKey[], column: string, adds: boolean): readonly SortKey[] {
  const here = keys.find((key) => key.column === column);
  if (!adds) {
    const alone = keys.length === 1 ? here : undefined;
    if (alone?.isDescending) return [];
    return [{ column, isDescending: alone !== undefined }];
  }
  if (!here) return [...keys, { column, isDescending: false }];
  if (here.isDescending) return keys.filter((key) => key !== here);
  return keys.map((key) => (key === here ? { column, isDescending: true } : key));
}

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
  const places = keys.map(({ column, isDescending }) =>
    placesOf(
      rows.map((row) => valueOf(row, column)),
      isDescending,
    ),
  );
  const order = rows.map((_, index) => index);
  order.sort((a, b) => {
    for (const place of places) if (place[a] !== place[b]) return place[a]! - place[b]!;
    return a - b;
  });
  return order.map((index) => rows[index]!);
}

/** Place of each value among the different ones; names are compared once each, however many rows they are in. */
function placesOf(values: readonly Value[], isDescending: boolean): Float64Array {
  const sorted = [...new Set(values.filter(isKnown))].sort(compareValues);
  const places = new Map(sorted.map((value, place) => [value, isDescending ? -place : place]));
  return Float64Array.from(values, (value) => (isKnown(value) ? places.get(value)! : Infinity));
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

/** Rows put together by the values of some columns, level by level, with their numbers folded. */
import { fold, type Folded } from '../statistics.ts';
import { compareValues, isKnown, type Value } from './values.ts';

/** Rows that agree in the columns of all levels down to this one. */
export interface Group<Row> {
  /** Unique among all groups of the table; the same for the same values. */
  readonly key: string;
  readonly depth: number;
  /** Column that this level groups by. */
  readonly column: string;
  /** Null for the rows that have no value: a group of their own. */
  readonly value: Value;
  readonly rows: readonly Row[];
  /** The next level; empty at the last. */
  readonly groups: readonly Group<Row>[];
}

/** Groups in the order in which their first rows come. */
export function groupRows<Row>(
  rows: readonly Row[],
  columns: readonly string[],
  valueOf: (row: Row, column: string) => Value,
  above = '',
  depth = 0,
): readonly Group<Row>[] {
  const [column, ...rest] = columns;
  if (column === undefined) return [];
  const parts = Map.groupBy(rows, (row) => known(valueOf(row, column)));
  return [...parts].map(([value, own]) => {
    const key = `${above}${column}=${JSON.stringify(value)};`;
    return { key, depth, column, value, rows: own, groups: groupRows(own, rest, valueOf, key, depth + 1) };
  });
}

/** What a group shows in a column: numbers folded, texts when all agree, else how many there are. */
export interface GroupValue {
  readonly value: Value;
  readonly folded: Folded | null;
  /** How many different texts there are; 1 or fewer when they agree. */
  readonly distinct: number;
}

/** @param values one for each row of the group */
export function foldValues(values: readonly Value[]): GroupValue {
  const there = values.filter(isKnown);
  if (there.length === 0) return { value: null, folded: null, distinct: 0 };
  const numbers = there.filter((value) => typeof value === 'number');
  if (numbers.length === there.length) {
    const folded = fold(numbers);
    return { value: folded.mean, folded, distinct: new Set(numbers).size };
  }
  const texts = [...new Set(there.map(String))].sort(compareValues);
  return { value: texts.length === 1 ? texts[0]! : null, folded: null, distinct: texts.length };
}

/** Columns in which not all rows have the same value, a missing one counted as a value. */
export function differing<Row>(
  rows: readonly Row[],
  columns: readonly string[],
  valueOf: (row: Row, column: string) => Value,
): ReadonlySet<string> {
  const [first, ...others] = rows;
  if (first === undefined) return new Set();
  return new Set(
    columns.filter((column) => {
      const value = known(valueOf(first, column));
      return others.some((row) => known(valueOf(row, column)) !== value);
    }),
  );
}

function known(value: Value): Value {
  return isKnown(value) ? value : null;
}

/** A table as it is looked at: rows in order, some with rows below, and what stands in their cells. */
import type { Cell, TableColumn } from './cells.ts';
import type { Filter } from './filter.ts';
import type { SortKey } from './sort.ts';
import type { TextTable } from './text.ts';
import type { Value } from './values.ts';

export interface TableRow {
  /** Unique among all rows, and the same when the table is made again. */
  readonly key: string;
  readonly depth: number;
  /** Rows folded into this one, in order; empty for a single run. */
  readonly below: readonly TableRow[];
}

/** What decides which rows a table has, and in which order. */
export interface RowChoice {
  readonly sorting: readonly SortKey[];
  readonly filters: readonly Filter[];
  readonly search: string;
}

export interface Table<Row extends TableRow = TableRow> {
  readonly columns: readonly TableColumn[];
  /** Outermost rows, filtered and sorted. */
  readonly rows: readonly Row[];
  /** How many there are without filters. */
  readonly total: number;
  valueOf(row: Row, column: string): Value;
  cellOf(row: Row, column: string): Cell;
  /** Smallest and largest number of a column, which its shading runs between; null with fewer than two. */
  rangeOf(column: string): Range | null;
}

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Rows as they stand below each other when these are open. */
export function flatten<Row extends TableRow>(rows: readonly Row[], isOpen: (row: Row) => boolean): readonly Row[] {
  if (rows.every((row) => row.below.length === 0)) return rows;
  return rows.flatMap((row) =>
    row.below.length > 0 && isOpen(row) ? [row, ...flatten(row.below as readonly Row[], isOpen)] : [row],
  );
}

export function rangeOfNumbers(values: readonly Value[]): Range | null {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (typeof value !== 'number' || Number.isNaN(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high > low ? { low, high } : null;
}

/**
 * Cells as words. Numbers are copied in full, or as they are shown with their errors.
 *
 * @param rows, columns those to be written
 */
export function textTableOf<Row extends TableRow>(
  table: Pick<Table<Row>, 'cellOf'>,
  rows: readonly Row[],
  columns: readonly TableColumn[],
  numbers: 'full' | 'shown',
): TextTable {
  const cells = rows.map((row) => columns.map((column) => table.cellOf(row, column.id)));
  return {
    header: columns.map(({ title }) => title),
    rows: cells.map((line) => line.map((cell) => (numbers === 'full' ? cell.full : shownText(cell)))),
    isNumeric: columns.map((_, i) => cells.some((line) => line[i]!.number !== null)),
  };
}

function shownText({ text, error }: Cell): string {
  return error === '' ? text : `${text} ± ${error}`;
}

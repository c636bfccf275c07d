/** What the grid is given, and how a key moves its active cell. */
import type { TableColumn } from '#base/table/cells';
import type { TableRow } from '#base/table/table';

/** A cell by its place: row -1 is the header. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** A column where it is drawn. */
export interface LaidColumn {
  readonly column: TableColumn;
  readonly width: number;
  /** Among all columns that are shown. */
  readonly index: number;
  /** Pixels from the left edge of the table. */
  readonly left: number;
  readonly isFrozen: boolean;
}

/** Cells between two corners, both included. */
export interface Block {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** What a menu was opened on. `row` is null for a header. */
export interface MenuTarget {
  readonly row: TableRow | null;
  readonly column: TableColumn;
  /** Of the window, where the menu opens. */
  readonly x: number;
  readonly y: number;
}

export const headerRow = -1;

export function blockOf(a: Place, b: Place): Block {
  return {
    top: Math.max(0, Math.min(a.row, b.row)),
    bottom: Math.max(a.row, b.row),
    left: Math.min(a.column, b.column),
    right: Math.max(a.column, b.column),
  };
}

export function holds({ top, bottom, left, right }: Block, row: number, column: number): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}

/**
 * Where a key leads, as in the grid pattern of WAI-ARIA.
 *
 * @param page rows in view
 * @returns null for keys that do not move
 */
export function placeAfterKey(
  { key, hasControl }: { readonly key: string; readonly hasControl: boolean },
  { row, column }: Place,
  rows: number,
  columns: number,
  page: number,
): Place | null {
  const to = (nextRow: number, nextColumn: number): Place => ({
    row: Math.max(headerRow, Math.min(rows - 1, nextRow)),
    column: Math.max(0, Math.min(columns - 1, nextColumn)),
  });
  switch (key) {
    case 'ArrowUp':
      return to(hasControl ? 0 : row - 1, column);
    case 'ArrowDown':
      return to(hasControl ? rows - 1 : row + 1, column);
    case 'ArrowLeft':
      return to(row, hasControl ? 0 : column - 1);
    case 'ArrowRight':
      return to(row, hasControl ? columns - 1 : column + 1);
    case 'PageUp':
      return to(Math.max(0, row - page), column);
    case 'PageDown':
      return to(row + page, column);
    case 'Home':
      return hasControl ? to(0, 0) : to(row, 0);
    case 'End':
      return hasControl ? to(rows - 1, columns - 1) : to(row, columns - 1);
    default:
      return null;
  }
}

/** A set that is replaced, never changed. */
export function setOf<T>(items: readonly T[]): ReadonlySet<T> {
  return new Set(items);
}

/** How many places are kept for so many things in view, so that the number seldom changes. */
export function pooled(count: number): number {
  return Math.max(8, Math.ceil(count / 8) * 8);
}

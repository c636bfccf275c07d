/** A table of many equal rows, such as runs: filtered, put together level by level, and sorted on every level. */
import { absent } from '../format.ts';
import { cellOf, decimalsOf, emptyCell, foldedCell, type Cell, type TableColumn } from './cells.ts';
import { filterRows } from './filter.ts';
import { foldValues, groupRows, type Group, type GroupValue } from './group.ts';
import { sortRows } from './sort.ts';
import { rangeOfNumbers, type Range, type RowChoice, type Table, type TableRow } from './table.ts';
import { isKnown, type ColumnValues, type Value } from './values.ts';

/** One of the rows, or several of them put together. */
export interface GroupedRow extends TableRow {
  readonly below: readonly GroupedRow[];
  /** Positions of its rows in the columns; one for a single row. */
  readonly members: readonly number[];
  /** The level that it stands for; null for a single row. */
  readonly group: { readonly column: string; readonly value: Value } | null;
}

export interface RowsChoice extends RowChoice {
  readonly grouping: readonly string[];
}

export interface GroupedSource {
  /** One key a row. */
  readonly keys: readonly string[];
  readonly columns: readonly TableColumn[];
  /** Values of a column, one a row; undefined while they are not there yet. */
  readonly valuesOf: (column: string) => ColumnValues | undefined;
  /** Columns whose texts are searched for words. */
  readonly searched: readonly string[];
}

const measuredDecimals = 4;

export function groupedTable(source: GroupedSource, choice: RowsChoice): Table<GroupedRow> {
  const kinds = new Map(source.columns.map((column) => [column.id, column]));
  // a column that has come stays for as long as this table
  const come = new Map<string, ColumnValues>();
  const at = (index: number, column: string): Value => {
    let values = come.get(column);
    if (values === undefined) {
      values = source.valuesOf(column);
      if (values === undefined) return null;
      come.set(column, values);
    }
    return values[index] ?? null;
  };
  const everything = source.keys.map((_, index) => index);
  const shown = filterRows(everything, choice.filters, choice.search, at, (index) =>
    source.searched.map((column) => at(index, column) ?? '').join(' '),
  );

  const folded = new Map<string, GroupValue>();
  const foldOf = (row: GroupedRow, column: string): GroupValue => {
    const name = `${column}\n${row.key}`;
    const known = folded.get(name) ?? foldValues(row.members.map((index) => at(index, column)));
    folded.set(name, known);
    return known;
  };
  const valueOf = (row: GroupedRow, column: string): Value => {
    if (row.group === null) return at(row.members[0]!, column);
    return row.group.column === column ? row.group.value : foldOf(row, column).value;
  };
  const sorted = (rows: readonly GroupedRow[]): readonly GroupedRow[] => sortRows(rows, choice.sorting, valueOf);
  const single = (index: number, depth: number): GroupedRow => ({
    key: source.keys[index]!,
    depth,
    below: [],
    members: [index],
    group: null,
  });
  const rowOf = ({ key, depth, column, value, rows, groups }: Group<number>): GroupedRow => ({
    key,
    depth,
    below: sorted(groups.length > 0 ? groups.map(rowOf) : rows.map((index) => single(index, depth + 1))),
    members: rows,
    group: { column, value },
  });
  const rows = sorted(
    choice.grouping.length > 0
      ? groupRows(shown, choice.grouping, at).map(rowOf)
      : shown.map((index) => single(index, 0)),
  );

  const decimals = remembered((column: string) => {
    const { isLowerBetter, kind } = kinds.get(column) ?? { isLowerBetter: false, kind: 'number' };
    if (kind !== 'number' || !isLowerBetter) return undefined;
    const errors = rows.flatMap((row) => (row.group === null ? [] : [foldOf(row, column).folded]));
    return errors.length > 0 ? decimalsOf(errors) : measuredDecimals;
  });
  return {
    columns: source.columns,
    rows,
    total: everything.length,
    valueOf,
    cellOf: (row, column) => {
      const kind = kinds.get(column)?.kind ?? 'text';
      if (row.group === null) {
        const value = at(row.members[0]!, column);
        return !isKnown(value) && kinds.get(column)?.isEditable ? emptyCell : cellOf(value, kind, decimals(column));
      }
      if (row.group.column === column) return groupCell(row, row.group.value, kind);
      const { folded: numbers, value, distinct } = foldOf(row, column);
      if (distinct === 0 && kinds.get(column)?.isEditable) return emptyCell;
      if (numbers === null) return distinct > 1 ? severalTexts(distinct) : cellOf(value, kind);
      if (kind === 'number' && decimals(column) === undefined)
        return distinct > 1 ? severalTexts(distinct) : cellOf(value, kind);
      return foldedCell(numbers, kind, decimals(column) ?? 0);
    },
    rangeOf: remembered((column: string): Range | null => rangeOfNumbers(rows.map((row) => valueOf(row, column)))),
  };
}

/** The cell that names a group. */
function groupCell(row: GroupedRow, value: Value, kind: TableColumn['kind']): Cell {
  const cell = cellOf(value, kind);
  return { ...cell, text: cell.text === absent ? 'none' : cell.text, hint: `${row.members.length} runs` };
}

function severalTexts(count: number): Cell {
  return { ...emptyCell, text: `${count} different` };
}

function remembered<T>(make: (column: string) => T): (column: string) => T {
  const kept = new Map<string, T>();
  return (column) => {
    if (!kept.has(column)) kept.set(column, make(column));
    return kept.get(column) as T;
  };
}

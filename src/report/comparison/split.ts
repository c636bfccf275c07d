/** Tables that are too wide for a page, as several that fit. */
import type { Table } from '../block.ts';

/** Characters of a line that a page of a report holds in its smallest type. */
const widest = 124;

/** Parts with an equal share of the columns, each with the names; the table itself where it fits, or has columns of words. */
export function splitTable(table: Table): Table[] {
  if (table.words) return [table];
  const widths = table.header.map((name, i) =>
    Math.max(name.length, ...table.rows.map((cells) => cells[i]!.text.length)),
  );
  const [names = 0, ...others] = widths;
  const room = Math.max(1, widest - names);
  const parts = Math.ceil(others.reduce((a, b) => a + b + 2, 0) / room);
  const columns = Math.ceil(others.length / parts);
  return Array.from({ length: Math.ceil(others.length / columns) }, (_, part) => {
    const from = 1 + part * columns;
    const own = <T>(cells: readonly T[]): T[] => [cells[0]!, ...cells.slice(from, from + columns)];
    return {
      ...table,
      caption: part === 0 ? table.caption : `${table.caption}, continued`,
      header: own(table.header),
      rows: table.rows.map(own),
    };
  });
}

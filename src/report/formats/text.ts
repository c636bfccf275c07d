/** Columns lined up for a terminal. */
import { comparisonTables, type Table } from '../comparison-tables.ts';
import type { Format } from './format.ts';

export const text: Format = {
  id: 'text',
  write: (comparison, metric) => {
    const { title, tables, notes } = comparisonTables(comparison, metric);
    return [title, ...tables.map(block), notes.join('\n')].join('\n\n');
  },
};

function block({ title, header, rows }: Table): string {
  const lines = [header, ...rows];
  const widths = header.map((_name, column) => Math.max(...lines.map((cells) => widthOf(cells[column] ?? ''))));
  const print = (cells: readonly string[]): string =>
    widths
      .map((width, column) => {
        const cell = cells[column] ?? '';
        const room = ' '.repeat(width - widthOf(cell));
        return column === 0 ? cell + room : room + cell;
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  return [title, print(header), rule, ...rows.map(print)].join('\n');
}

/** Characters, not code units, so that names outside the basic plane line up too. */
function widthOf(cell: string): number {
  return Array.from(cell).length;
}

/** Columns lined up for a terminal. */
import type { Table } from '../block.ts';
import { comparisonTables } from '../comparison/tables.ts';
import type { Format } from './format.ts';

export const text: Format = {
  id: 'text',
  write: (comparison, metric) => {
    const { title, results, costs, notes } = comparisonTables(comparison, metric);
    return [title, ...[...results, costs].map(block), notes.join('\n')].join('\n\n');
  },
};

function block({ caption, header, rows, words = [] }: Table): string {
  const lines = [header, ...rows.map((cells) => cells.map(({ text: cell }) => cell))];
  const widths = header.map((_name, column) => Math.max(...lines.map((cells) => widthOf(cells[column] ?? ''))));
  const print = (cells: readonly string[]): string =>
    widths
      .map((width, column) => {
        const cell = cells[column] ?? '';
        const room = ' '.repeat(width - widthOf(cell));
        return column === 0 || words.includes(column) ? cell + room : room + cell;
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  return [caption, print(header), rule, ...lines.slice(1).map(print)].join('\n');
}

/** Characters, not code units, so that names outside the basic plane line up too. */
function widthOf(cell: string): number {
  return Array.from(cell).length;
}

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
  const isText = (column: number): boolean => column === 0 || words.includes(column);
  const body = rows.map((cells) => cells.map(({ text: cell }) => cell));
  const marks = header.map((_name, column) =>
    isText(column) ? 0 : Math.max(0, ...body.map((cells) => marksOf(cells[column] ?? '').length)),
  );
  const lines = [
    header,
    ...body.map((cells) => cells.map((cell, column) => cell + room(marks[column]! - marksOf(cell).length))),
  ];
  const widths = header.map((_name, column) => Math.max(...lines.map((cells) => widthOf(cells[column] ?? ''))));
  const print = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const space = room(widths[column]! - widthOf(cell));
        return isText(column) ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  return [caption, print(header), rule, ...lines.slice(1).map(print)].join('\n');
}

/** Marks of significance stand behind the digits, which line up without them. */
function marksOf(cell: string): string {
  return /\*+$/.exec(cell)?.[0] ?? '';
}

function room(width: number): string {
  return ' '.repeat(Math.max(0, width));
}

/** Characters, not code units, so that names outside the basic plane line up too. */
function widthOf(cell: string): number {
  return Array.from(cell).length;
}

/** Markdown tables. */
import type { Cell, Table } from '../block.ts';
import { comparisonTables } from '../comparison/tables.ts';
import type { Format } from './format.ts';

export const md: Format = {
  id: 'md',
  write: (comparison, metric) => {
    const { title, results, costs, notes } = comparisonTables(comparison, metric);
    return [
      `## ${escapeCell(title)}`,
      ...[...results, costs].map((table) => `**${escapeCell(table.caption)}**\n\n${mdTable(table)}`),
      notes.map((note) => `- ${escapeCell(note)}`).join('\n'),
      '',
    ].join('\n\n');
  },
};

/** Header, rule and rows: the best in bold, the second underlined. */
export function mdTable({ header, rows, words = [] }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = header.map((_name, column) => (column === 0 || words.includes(column) ? '---' : '---:'));
  return [line(header.map(escapeCell)), line(rule), ...rows.map((cells) => line(cells.map(mdCell)))].join('\n');
}

function mdCell({ text, emphasis }: Cell): string {
  const plain = escapeCell(text.replaceAll('\n', ' '));
  if (emphasis === 'best') return `**${plain}**`;
  return emphasis === 'second' ? `<u>${plain}</u>` : plain;
}

/** Text that ends no cell of a table and begins no emphasis. */
export function escapeCell(cell: string): string {
  return cell.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('*', '\\*');
}

/** Markdown tables. */
import { comparisonTables, type Table } from '../comparison-tables.ts';
import type { Format } from './format.ts';

export const md: Format = {
  id: 'md',
  write: (comparison, metric) => {
    const { title, tables, notes } = comparisonTables(comparison, metric);
    return [
      `## ${escapeCell(title)}`,
      ...tables.map(block),
      notes.map((note) => `- ${escapeCell(note)}`).join('\n'),
      '',
    ].join('\n\n');
  },
};

function block({ title, header, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;
  const rule = `| ${header.map((_name, column) => (column === 0 ? '---' : '---:')).join(' | ')} |`;
  return [`**${escapeCell(title)}**`, '', line(header), rule, ...rows.map(line)].join('\n');
}

/** Text that ends no cell of a table. */
export function escapeCell(cell: string): string {
  return cell.replaceAll('\\', '\\\\').replaceAll('|', '\\|');
}

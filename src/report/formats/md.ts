/** Markdown tables. */
import { comparisonTables, type Table } from '../comparison-tables.ts';
import type { Format } from './format.ts';

export const md: Format = {
  id: 'md',
  write: (comparison, metric) => {
    const { title, tables, notes } = comparisonTables(comparison, metric);
    return [
      `## ${escaped(title)}`,
      ...tables.map(block),
      notes.map((note) => `- ${escaped(note)}`).join('\n'),
      '',
    ].join('\n\n');
  },
};

function block({ title, header, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  const rule = `| ${header.map((_name, column) => (column === 0 ? '---' : '---:')).join(' | ')} |`;
  return [`**${escaped(title)}**`, '', line(header), rule, ...rows.map(line)].join('\n');
}

function escaped(cell: string): string {
  return cell.replaceAll('\\', '\\\\').replaceAll('|', '\\|');
}

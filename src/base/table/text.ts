/** A table of words in the formats that other programs take. */
import { csvLine, tsvLine } from '../csv.ts';
import { escapeLatex } from '../latex.ts';

export const textFormats = [
  { id: 'tsv', title: 'tab-separated text' },
  { id: 'md', title: 'Markdown' },
  { id: 'tex', title: 'LaTeX' },
  { id: 'csv', title: 'CSV' },
] as const;
export type TextFormat = (typeof textFormats)[number]['id'];

export interface TextTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns that hold numbers and stand to the right. */
  readonly isNumeric: readonly boolean[];
}

const writers: Readonly<Record<TextFormat, (table: TextTable) => string>> = {
  tsv: ({ header, rows }) => lines(header, rows, tsvLine),
  csv: ({ header, rows }) => lines(header, rows, csvLine),
  md: ({ header, rows, isNumeric }) => {
    const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |\n`;
    const rule = `| ${header.map((_, i) => (isNumeric[i] ? '---:' : '---')).join(' | ')} |\n`;
    return `${line(header)}${rule}${rows.map(line).join('')}`;
  },
  tex: ({ header, rows, isNumeric }) => {
    const line = (cells: readonly string[]): string => `  ${cells.map(escapeLatex).join(' & ')} \\\\\n`;
    const places = header.map((_, i) => (isNumeric[i] ? 'r' : 'l')).join('');
    return [
      `\\begin{tabular}{${places}}\n  \\toprule\n`,
      line(header),
      '  \\midrule\n',
      ...rows.map(line),
      '  \\bottomrule\n\\end{tabular}\n',
    ].join('');
  },
};

export function writeText(table: TextTable, format: TextFormat): string {
  return writers[format](table);
}

function lines(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  line: (cells: readonly string[]) => string,
): string {
  return [...(header.length > 0 ? [header] : []), ...rows].map(line).join('');
}

function escapeMarkdown(cell: string): string {
  return cell
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ');
}

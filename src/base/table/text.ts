/** A table of words in the formats that other programs take. */
import { minus, thinSpace } from '../format.ts';

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

/** Tabs and line breaks inside a cell become spaces, so that a spreadsheet takes the table as it stands. */
function tsvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => guarded(cell.replaceAll(/[\t\r\n]+/g, ' '))).join('\t')}\n`;
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(guarded(cell))).join(',')}\r\n`;
}

/** A cell that begins like a formula is marked as text: names and notes are anyone's. */
function guarded(cell: string): string {
  return /^[=@\t\r]/.test(cell) || /^[+-](?![\d.])/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function escapeMarkdown(cell: string): string {
  return cell
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ');
}

const special: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '±': '$\\pm$',
  [minus]: '$-$',
  [thinSpace]: '\\,',
  '–': '--',
  '∞': '$\\infty$',
  '▼': '$\\blacktriangledown$',
  '▲': '$\\blacktriangle$',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  // after the end of a line these would be read as its options
  '[': '{[}',
  ']': '{]}',
  '*': '{*}',
  '\n': ' ',
};

/** Text in which LaTeX reads no command. */
function escapeLatex(text: string): string {
  return text.replaceAll(/[\\~^±−\u2009–∞▼▲<>|*\n]|[[\]&%$#_{}]/gu, (sign) => special[sign] ?? `\\${sign}`);
}

/** LaTeX tables in the style of the package booktabs. */
import { minus, thinSpace } from '#base/format';
import { comparisonTables, type Table } from '../comparison-tables.ts';
import type { Format } from './format.ts';

export const tex: Format = {
  id: 'tex',
  write: (comparison, metric) => {
    const { title, tables, notes } = comparisonTables(comparison, metric);
    const comments = [title, ...notes].map((line) => `% ${line}`);
    return [comments.join('\n'), ...tables.map(block), ''].join('\n\n');
  },
};

function block({ title, header, rows }: Table): string {
  const line = (cells: readonly string[]): string => `  ${cells.map(escapeTex).join(' & ')} \\\\`;
  return [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${escapeTex(title)}}`,
    `  \\begin{tabular}{l${'r'.repeat(header.length - 1)}}`,
    '  \\toprule',
    line(header),
    '  \\midrule',
    ...rows.map(line),
    '  \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
  ].join('\n');
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
  '×': '$\\times$',
  '“': '``',
  '”': "''",
  '’': "'",
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  // after the end of a line these would be read as its options
  '[': '{[}',
  ']': '{]}',
  '*': '{*}',
};

/** Text in which LaTeX reads no command. */
export function escapeTex(text: string): string {
  return text.replaceAll(/[\\~^±−\u2009–∞×“”’<>|*]|[[\]&%$#_{}]/gu, (sign) => special[sign] ?? `\\${sign}`);
}

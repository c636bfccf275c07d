/** LaTeX tables in the style of the package booktabs. */
import { escapeLatex } from '#base/latex';
import type { Cell, Table } from '../block.ts';
import { splitTable } from '../comparison/split.ts';
import { comparisonTables } from '../comparison/tables.ts';
import type { Format } from './format.ts';

export const tex: Format = {
  id: 'tex',
  write: (comparison, metric) => {
    const { title, results, costs, notes } = comparisonTables(comparison, metric);
    const comments = [title, 'Needs the packages booktabs and graphicx.', ...notes].map((line) => `% ${line}`);
    return [comments.join('\n'), ...[...results, costs].flatMap(splitTable).map(block), ''].join('\n\n');
  },
};

function block(table: Table): string {
  return [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${`${escapeLatex(table.caption)}. ${legend(table)}`.trimEnd()}}`,
    '  \\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%',
    ...tabular(table, escapeLatex).map((line) => `  ${line}`),
    '  }',
    '\\end{table}',
  ].join('\n');
}

/** What emphasis and marks mean, where a table has them. */
function legend({ rows }: Table): string {
  const cells = rows.flat();
  return [
    ...(cells.some(({ emphasis }) => emphasis !== undefined) ? ['Best in bold, second underlined.'] : []),
    ...(cells.some(({ text }) => text.endsWith('*'))
      ? ['{*} $p<0.05$, {*}{*} $p<0.01$, {*}{*}{*} $p<0.001$, after Holm.']
      : []),
  ].join(' ');
}

/** The lines of a booktabs tabular: the best of a column in bold, the second underlined. */
export function tabular({ header, rows, words = [] }: Table, escape: (text: string) => string): string[] {
  const line = (cells: readonly string[]): string => `  ${cells.join(' & ')} \\\\`;
  const columns = header.map((_name, i) => (i === 0 || words.includes(i) ? 'l' : 'r')).join('');
  return [
    `\\begin{tabular}{${columns}}`,
    '  \\toprule',
    line(header.map(escape)),
    '  \\midrule',
    ...rows.map((cells) => line(cells.map((cell) => cellOf(cell, escape)))),
    '  \\bottomrule',
    '\\end{tabular}',
  ];
}

function cellOf({ text, emphasis }: Cell, escape: (text: string) => string): string {
  if (emphasis === 'best') return `\\textbf{${escape(text)}}`;
  return emphasis === 'second' ? `\\underline{${escape(text)}}` : escape(text);
}

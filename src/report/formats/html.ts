/** A fragment of HTML to paste into a page: plain tables without style of their own. */
import type { Cell, Table } from '../block.ts';
import { comparisonTables } from '../comparison/tables.ts';
import type { Format } from './format.ts';

export const html: Format = {
  id: 'html',
  write: (comparison, metric) => {
    const { title, results, costs, notes } = comparisonTables(comparison, metric);
    return [
      '<section>',
      `<h2>${escapeHtml(title)}</h2>`,
      ...[...results, costs].map(tableOf),
      '<ul>',
      ...notes.map((note) => `<li>${escapeHtml(note)}</li>`),
      '</ul>',
      '</section>',
      '',
    ].join('\n');
  },
};

function tableOf({ caption, header, rows, words = [] }: Table): string {
  const isText = (column: number): boolean => column === 0 || words.includes(column);
  const align = (column: number): string => (isText(column) ? '' : ' align="right"');
  return [
    '<table>',
    `<caption>${escapeHtml(caption)}</caption>`,
    `<thead><tr>${header.map((name, i) => `<th scope="col"${align(i)}>${escapeHtml(name)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map((cells) => `<tr>${cells.map((cell, i) => cellOf(cell, i, align(i))).join('')}</tr>`),
    '</tbody>',
    '</table>',
  ].join('\n');
}

function cellOf({ text, emphasis }: Cell, column: number, align: string): string {
  const plain = escapeHtml(text);
  const marked = emphasis === 'best' ? `<strong>${plain}</strong>` : emphasis === 'second' ? `<u>${plain}</u>` : plain;
  return column === 0 ? `<th scope="row">${marked}</th>` : `<td${align}>${marked}</td>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => entities[sign]!);
}

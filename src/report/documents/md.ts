/** Markdown; charts become tables of their numbers. */
import { mdTable } from '../formats/md.ts';
import { partsOf } from '../sections/index.ts';
import { dayAndMinute } from '../sections/runs.ts';
import type { Block, Table } from '../block.ts';
import type { Inline, Node } from '../markdown.ts';
import type { DocumentFormat } from './document.ts';

export const md: DocumentFormat = {
  id: 'md',
  title: 'Markdown',
  write: (record, { sections }) => {
    const { title, author, createdAt } = record;
    const by = [author, `${dayAndMinute(createdAt)} UTC`].filter((word) => word !== '').join(', ');
    const parts = partsOf(record, sections).map(({ title: name, blocks }) => [
      `## ${name}`,
      ...blocks.flatMap(written),
    ]);
    return Promise.resolve(`${[`# ${escapeLine(title)}`, escapeLine(by), ...parts.flat()].join('\n\n')}\n`);
  },
};

function written(block: Block): string[] {
  switch (block.kind) {
    case 'text':
      return [escapeLine(block.text)];
    case 'list':
      return [block.items.map((item) => `- ${escapeLine(item)}`).join('\n')];
    case 'notes':
      return block.nodes.map(noteOf);
    case 'facts':
      return [block.facts.map(([name, value]) => `- ${escapeLine(name)}: ${escapeLine(value)}`).join('\n')];
    case 'code':
      return [fenced(block.text)];
    case 'table':
      return [tableOf(block.table)];
    case 'charts':
      return block.instead.map(tableOf);
  }
}

function tableOf(table: Table): string {
  return `**${escapeLine(table.caption)}**\n\n${mdTable(table)}`;
}

/** Notes come out as they were meant, with deeper headings: the report's own stand above them. */
function noteOf(node: Node): string {
  switch (node.kind) {
    case 'heading':
      return `${'#'.repeat(node.level + 2)} ${inline(node.content)}`;
    case 'paragraph':
      return inline(node.content);
    case 'quote':
      return `> ${inline(node.content)}`;
    case 'list':
      return node.items.map((item, i) => `${node.isOrdered ? `${i + 1}.` : '-'} ${inline(item)}`).join('\n');
    case 'code':
      return fenced(node.text);
  }
}

function inline(content: readonly Inline[]): string {
  const marked = { text: '', strong: '**', emphasis: '*', code: '`' };
  return content
    .map((piece) => {
      if (piece.kind === 'link') return `[${escapeLine(piece.text)}](${piece.address})`;
      const mark = marked[piece.kind];
      return `${mark}${piece.kind === 'code' ? piece.text : escapeLine(piece.text)}${mark}`;
    })
    .join('');
}

/** A fence longer than any inside. */
function fenced(text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/** Signs that would be read as marks are taken as text. */
function escapeLine(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|]/g, (sign) => `\\${sign}`).replace(/^([#>+-]|\d+[.)])(?=\s)/, '\\$1');
}

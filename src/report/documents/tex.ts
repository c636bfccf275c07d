/** A LaTeX article that compiles with what every distribution has; charts become tables of their numbers. */
import { escapeLatex } from '#base/latex';
import { tabular } from '../formats/tex.ts';
import type { Block, Table } from '../block.ts';
import type { Inline, Node } from '../markdown.ts';
import type { ReportRecord } from '../record.ts';
import { partsOf } from '../sections/index.ts';
import { dayAndMinute } from '../sections/runs.ts';
import type { DocumentFormat, Paper } from './document.ts';

export const tex: DocumentFormat = {
  id: 'tex',
  title: 'LaTeX',
  write: (record, { sections, paper = 'a4' }) => {
    const parts = partsOf(record, sections).map(({ title, blocks }) => [
      `\\section{${texOf(title)}}`,
      ...blocks.map(written),
    ]);
    return Promise.resolve(`${[preamble(record, paper), ...parts.flat(), '\\end{document}'].join('\n\n')}\n`);
  },
};

function preamble({ title, author, createdAt }: ReportRecord, paper: Paper): string {
  return [
    `\\documentclass[10pt,${paper}paper]{article}`,
    '\\usepackage[utf8]{inputenc}',
    '\\usepackage[T1]{fontenc}',
    '\\usepackage{textcomp}',
    '\\usepackage[margin=22mm]{geometry}',
    '\\usepackage{booktabs}',
    '\\usepackage{graphicx}',
    '\\usepackage[hidelinks]{hyperref}',
    '\\setlength{\\parindent}{0pt}',
    '\\setlength{\\parskip}{6pt}',
    '% a table that is too wide shrinks to the page',
    '\\newsavebox{\\widetable}',
    '\\newcommand{\\fitted}[1]{\\sbox{\\widetable}{#1}\\ifdim\\wd\\widetable>\\linewidth\\resizebox{\\linewidth}{!}{\\usebox{\\widetable}}\\else\\usebox{\\widetable}\\fi}',
    `\\title{${texOf(title)}}`,
    `\\author{${texOf(author)}}`,
    `\\date{${dayAndMinute(createdAt)} UTC}`,
    '\\begin{document}',
    '\\maketitle',
  ].join('\n');
}

function written(block: Block): string {
  switch (block.kind) {
    case 'text':
      return texOf(block.text);
    case 'list':
      return list(block.items.map(texOf), false);
    case 'notes':
      return block.nodes.map(noteOf).join('\n\n');
    case 'facts':
      return list(
        block.facts.map(([name, value]) => `${texOf(name)}: ${texOf(value)}`),
        false,
      );
    case 'code':
      return code(block.text);
    case 'table':
      return tableOf(block.table);
    case 'charts':
      return block.instead.map(tableOf).join('\n\n');
  }
}

function tableOf(table: Table): string {
  const [begin, ...lines] = tabular(table, texOf);
  return [
    '\\begin{center}',
    `  \\textbf{${texOf(table.caption)}}\\par\\smallskip`,
    `  \\fitted{${begin!}`,
    ...lines.slice(0, -1).map((line) => `  ${line}`),
    `  ${lines.at(-1)!}}`,
    '\\end{center}',
  ].join('\n');
}

function noteOf(node: Node): string {
  switch (node.kind) {
    case 'heading':
      return `\\${['subsection', 'subsubsection', 'paragraph'][node.level - 1]!}*{${inline(node.content)}}`;
    case 'paragraph':
      return inline(node.content);
    case 'quote':
      return `\\begin{quote}\n${inline(node.content)}\n\\end{quote}`;
    case 'list':
      return list(node.items.map(inline), node.isOrdered);
    case 'code':
      return code(node.text);
  }
}

function inline(content: readonly Inline[]): string {
  return content
    .map((piece) => {
      const text = texOf(piece.text);
      if (piece.kind === 'link')
        return `\\href{${piece.address.replaceAll(/[\\{}%#&~^_$]/g, (sign) => `\\${sign}`)}}{${text}}`;
      const command = { text: '', strong: '\\textbf', emphasis: '\\emph', code: '\\texttt' }[piece.kind];
      return command === '' ? text : `${command}{${text}}`;
    })
    .join('');
}

function list(items: readonly string[], isOrdered: boolean): string {
  const environment = isOrdered ? 'enumerate' : 'itemize';
  return [`\\begin{${environment}}`, ...items.map((item) => `  \\item {}${item}`), `\\end{${environment}}`].join('\n');
}

/** Line by line and not verbatim, which a line of the text could end. */
function code(text: string): string {
  const lines = text.split('\n').map((line) => {
    const indent = line.length - line.trimStart().length;
    return `\\mbox{\\texttt{${'~'.repeat(indent)}${texOf(line.trimStart())}}}\\\\`;
  });
  return ['{\\footnotesize\\begin{flushleft}', ...lines, '\\end{flushleft}}'].join('\n');
}

/** Escaped, and without the signs that pdfLaTeX's fonts lack: those stand as a question mark. */
function texOf(text: string): string {
  return escapeLatex(text.replaceAll(/\s+/gu, (space) => (space.includes('\u2009') ? '\u2009' : ' '))).replaceAll(
    /[^ -\u024f]/gu,
    '?',
  );
}

/** The charts of a report as files of their own. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Refusal } from '#base/refusal';
import type { Figure } from '#report/figures';
import type { ReportRecord } from '#report/record';
import { interFont } from './font.ts';
import { printPdfs } from './print-pdf.ts';
import { writeWhole } from './write-whole.ts';

interface FigureOptions {
  readonly format?: 'svg' | 'pdf';
  /** Millimetres. */
  readonly width?: number;
  readonly sections: readonly string[];
}

/** The text of an A4 page with usual margins, millimetres. */
const pageWidth = 174;

/** @throws Refusal `option_invalid` for a width that no paper has, `file_unwritable`, `printer_unavailable` */
export async function writeFigures(
  record: ReportRecord,
  folder: string,
  { format = 'svg', width = pageWidth, sections }: FigureOptions,
): Promise<{ readonly folder: string; readonly files: readonly string[] }> {
  if (!(width >= 20 && width <= 1000))
    throw new Refusal('option_invalid', `A figure cannot be ${width} mm wide.`, {
      field: 'width',
      remedy: 'Give 20 to 1000 millimetres: 84 for a column of most papers, 174 for the text of a page.',
    });
  // Drawn by components, which only the bundle and the tests can load.
  const { figuresOf } = await import('#report/figures');
  const figures = figuresOf(record, width, sections);
  const target = resolve(folder);
  await mkdir(target, { recursive: true });
  const contents = format === 'svg' ? figures.map(({ svg }) => svg) : await printed(figures);
  const files: string[] = [];
  for (const [i, { name }] of figures.entries())
    files.push((await writeWhole(join(target, `${name}.${format}`), contents[i]!)).file);
  return { folder: target, files };
}

async function printed(figures: readonly Figure[]): Promise<readonly Uint8Array[]> {
  const { font } = await interFont();
  const face =
    font === undefined ? '' : `@font-face{font-family:'Inter Variable';font-weight:100 900;src:url(${font})}`;
  return await printPdfs(
    figures.map(({ svg, width, height }) => ({
      paper: 'own',
      html: [
        '<!doctype html><meta charset="utf-8">',
        `<style>${face}@page{size:${width.toFixed(2)}mm ${height.toFixed(2)}mm;margin:0}html,body{margin:0}svg{display:block}</style>`,
        svg.replace(/^<\?xml[^>]*>/, ''),
      ].join('\n'),
    })),
  );
}

/** One HTML file that opens with the network off: styles, charts, script and font are inside. */
import { render } from 'svelte/server';
import { tokens } from '#charts/tokens';
import Document from '../parts/Document.svelte';
import type { ReportRecord } from '../record.ts';
import { partsOf } from '../sections/index.ts';
import type { Appearance } from './document.ts';
import pageStyle from './page.css?raw';
import { pageScript } from './page-script.ts';

export async function writeHtml(
  record: ReportRecord,
  { sections, paper = 'a4', font }: Appearance = {},
): Promise<string> {
  const { head, body } = render(Document, { props: { record, parts: partsOf(record, sections) } });
  const fontFace =
    font === undefined
      ? ''
      : `@font-face { font-family: 'Inter Variable'; font-weight: 100 900; src: url(${font}) format('woff2'); }\n`;
  const page = `@page { size: ${paper === 'a4' ? 'A4' : 'letter'}; margin: 16mm 15mm 18mm; }\n`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${await policy()}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="generator" content="Aioli Workbench">',
    ...(record.author === '' ? [] : [`<meta name="author" content="${escaped(record.author)}">`]),
    `<title>${escaped(record.title)}</title>`,
    `<style>${fontFace}${colours()}${pageStyle}${page}</style>`,
    head,
    '</head>',
    `<body>${body}`,
    `<script>${pageScript}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Nothing is fetched from anywhere; the one script that may run is ours. */
async function policy(): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pageScript));
  const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
  return `default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}

/** Paper is light; a screen follows its system. */
function colours(): string {
  const block = (theme: string): string => new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(tokens)![1]!;
  return `:root {${block('light')}}\n@media screen and (prefers-color-scheme: dark) {\n:root {${block('dark')}}\n}\n`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

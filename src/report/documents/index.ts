/** The documents that a report can become. PDF is not among them: it is the HTML, printed by whoever has a browser. */
import { csv } from './csv.ts';
import type { DocumentFormat } from './document.ts';
import { json } from './json.ts';
import { md } from './md.ts';
import { tex } from './tex.ts';

/** Loaded when wanted: it draws charts with Svelte, which only a bundle or a test can load. */
const html: DocumentFormat = {
  id: 'html',
  title: 'HTML',
  write: async (record, appearance) => (await import('./html.ts')).writeHtml(record, appearance),
};

export const documents: readonly DocumentFormat[] = [html, md, tex, csv, json];

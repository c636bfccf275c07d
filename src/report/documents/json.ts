/** The record itself, every number in full. */
import type { DocumentFormat } from './document.ts';

export const json: DocumentFormat = {
  id: 'json',
  title: 'JSON',
  write: (record) => Promise.resolve(`${JSON.stringify(record, null, 2)}\n`),
};

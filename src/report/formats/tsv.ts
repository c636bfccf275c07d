/** Tab-separated values, as spreadsheets take them from the clipboard. */
import { tsvLine } from '#base/csv';
import { flatTable } from '../comparison/flat.ts';
import type { Format } from './format.ts';

export const tsv: Format = {
  id: 'tsv',
  write: (comparison) => flatTable(comparison).map(tsvLine).join(''),
};

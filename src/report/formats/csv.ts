/** Comma-separated values. */
import { csvLine } from '#base/csv';
import { flatTable } from '../comparison/flat.ts';
import type { Format } from './format.ts';

export const csv: Format = {
  id: 'csv',
  write: (comparison) => flatTable(comparison).map(csvLine).join(''),
};

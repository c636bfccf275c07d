/** The comparison itself, every number in full. */
import type { Format } from './format.ts';

export const json: Format = {
  id: 'json',
  write: (comparison) => `${JSON.stringify(comparison, null, 2)}\n`,
};

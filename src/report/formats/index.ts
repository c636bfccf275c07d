/** The ways a comparison can be written down. */
import { Refusal } from '#base/refusal';
import type { Comparison } from '#mixing/comparison';
import { metrics, type Metric } from '../comparison-tables.ts';
import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { json } from './json.ts';
import { md } from './md.ts';
import { tex } from './tex.ts';
import { text } from './text.ts';

export const formats: readonly Format[] = [text, md, csv, tex, json];

/** @param metric of the main table: 'perplexity' unless given @throws Refusal `experiment_invalid` for an unknown metric */
export function writeTable(comparison: Comparison, format: string, metric: string = 'perplexity'): string {
  const writer = formats.find(({ id }) => id === format);
  if (!writer)
    throw unknown(
      'format',
      format,
      formats.map(({ id }) => id),
    );
  if (!(metrics as readonly string[]).includes(metric)) throw unknown('metric', metric, metrics);
  return writer.write(comparison, metric as Metric);
}

function unknown(what: string, given: string, known: readonly string[]): Refusal {
  return new Refusal('experiment_invalid', `There is no ${what} "${given}".`, {
    field: what,
    remedy: `Choose one of ${known.join(', ')}.`,
  });
}

/** The ways a comparison can be written down. */
import { Refusal } from '#base/refusal';
import { metrics, type Comparison, type Metric } from '#mixing/comparison';
import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { md } from './md.ts';
import { tex } from './tex.ts';
import { text } from './text.ts';
import { tsv } from './tsv.ts';

export const formats: readonly Format[] = [text, md, csv, tsv, tex, html, json];

/** @param metric of the main table: 'perplexity' unless given @throws Refusal `option_invalid` for an unknown one */
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
  return new Refusal('option_invalid', `There is no ${what} "${given}".`, {
    field: what,
    remedy: `Choose one of ${known.join(', ')}.`,
  });
}

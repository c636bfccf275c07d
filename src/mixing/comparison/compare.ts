/** Folds finished runs into one row per method, every measure with its difference to the baseline. */
import { Refusal } from '#base/refusal';
import { analysisOf } from './analysis.ts';
import { draftOf, rowKey, type KnownChoice } from './draft.ts';
import { measuresOf } from './measures.ts';
import { judgedRows } from './row.ts';
import type { Comparison, ComparisonOptions, FinishedRun, MissingRun } from './types.ts';

/**
 * Means, deviations and standard errors over seeds, and differences to the baseline taken seed by seed. A run whose
 * losses are not finite, or that has no value where values are taken, is listed as missing, never averaged.
 *
 * @throws Refusal `nothing_to_compare` when there are no rows, or none is the baseline; `option_invalid`
 * Source: spec 3.4 and 3.5.
 */
export function compare(finished: readonly FinishedRun[], options: ComparisonOptions): Comparison {
  const sound = finished.filter((run) => run.testLosses.every(Number.isFinite));
  const analysis = analysisOf(options.analysis ?? {}, sound);
  const missing = [
    ...(options.missing ?? []),
    ...finished.filter((run) => !sound.includes(run)).map((run) => ({ ...run, state: 'diverged' })),
  ];
  const choices = rowChoices(options, [...finished, ...missing]);
  const baseline = baselineOf(choices, options.baseline);
  const measures = measuresOf(options.groups);
  const drafts = choices.map((row) => draftOf(row, sound, analysis, options));
  return {
    experiment: options.experiment,
    groups: options.groups,
    measures,
    baseline: baseline.method,
    baselineKey: baseline.key,
    tokenizer: options.tokenizer,
    analysis,
    tokensPerByte: options.tokensPerByte,
    unigramBitsPerByte: options.unigramBitsPerByte ?? options.groups.map(() => null),
    rows: judgedRows(drafts, baseline.key, measures, analysis, options).map((row) => ({
      ...row,
      missing: [...missing.filter((run) => rowKey(run) === row.key).map(asMissing), ...row.missing],
    })),
  };
}

function rowChoices(
  { methods }: ComparisonOptions,
  runs: readonly { row?: string; method: string; label: string }[],
): KnownChoice[] {
  const all: KnownChoice[] = methods
    ? methods.map((choice) => ({ ...choice, key: choice.key ?? rowKey(choice) }))
    : runs.map(({ method, label, row }) => ({ method, label, key: rowKey({ method, label, ...(row && { row }) }) }));
  const rows = all.filter(({ key }, i) => all.findIndex((other) => other.key === key) === i);
  if (rows.length > 0) return rows;
  throw new Refusal('nothing_to_compare', 'No run of this experiment has been started.', {
    remedy: 'Start the experiment and compare when a run has finished.',
  });
}

function baselineOf(rows: readonly KnownChoice[], wanted: string): KnownChoice {
  const found = (['key', 'method', 'label'] as const)
    .map((field) => rows.find((row) => row[field] === wanted))
    .find((row) => row !== undefined);
  if (found) return found;
  throw new Refusal('nothing_to_compare', `"${wanted}" is not one of the methods compared.`, {
    field: 'baseline',
    remedy: `Choose one of: ${[...new Set(rows.map((row) => row.method))].join(', ')}.`,
  });
}

function asMissing({ run, seed, state }: MissingRun): MissingRun {
  return { seed, state, ...(run !== undefined && { run }) };
}

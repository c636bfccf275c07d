import type { Command } from 'commander';
import { absent, formatMeasured, formatNumber, formatSigned } from '#base/format';
import type { LawSummary } from '#contract/api';
import type { Summary } from '#mixing/comparison';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Streams } from '../../command.ts';
import { findExperiment } from '../../lookup.ts';
import { columns } from '../../tables.ts';

interface SummaryOptions extends CommonOptions {
  readonly baseline?: string;
}

export function registerSummary(command: Command, streams: Streams): void {
  withCommonOptions(
    command
      .command('summary [experiment]')
      .description('similarity of each method with the measured law, beside what it gained over the baseline'),
  )
    .option('-b, --baseline <method>', 'method that is improved upon; the first stratified one unless given')
    .action(async (named: string | undefined, options: SummaryOptions) => {
      const found = await withEngine(options, 'read', streams, async (engine) =>
        engine.lawSummary((await findExperiment(engine, named)).id, options.baseline),
      );
      writeResult(streams, options, found, () => summaryText(found));
    });
}

function summaryText({ baseline, rows, correlation }: LawSummary): string {
  const table = columns(
    ['Method', 'similarity', 'measurements', 'improvement, nats', 'improvement, perplexity'],
    rows.map(({ label, similarity, measurements, improvement }) => [
      label,
      shown(similarity, formatNumber),
      String(measurements),
      shown(improvement?.meanLoss ?? null, formatSigned),
      shown(improvement?.averagePerplexity ?? null, formatSigned),
    ]),
  );
  return [
    table,
    '',
    `Similarity with A* over the finished measurements of finished runs; improvement over ${baseline} on the test set, paired by seed, positive is better.`,
    correlation === null
      ? 'A rank correlation of the two needs three methods with both.'
      : `Spearman correlation of similarity and improvement in loss over methods: ${formatNumber(correlation, 3)}.`,
  ].join('\n');
}

function shown(summary: Summary | null, format: (x: number, decimals: number) => string): string {
  if (summary === null || summary.n === 0) return absent;
  const value = format(summary.mean, 4);
  return summary.standardError === null
    ? value
    : `${value} ± ${formatMeasured(summary.mean, summary.standardError, 4).error}`;
}

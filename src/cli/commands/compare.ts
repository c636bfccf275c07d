import { withCommonOptions, withEngine, type CommonOptions, type Register } from '../command.ts';
import type { TableFormat } from '#contract/api';
import type { Metric } from '#mixing/comparison';
import { findExperiment } from '../lookup.ts';

interface Options extends CommonOptions {
  readonly format: TableFormat;
  readonly baseline?: string;
  readonly metric?: Metric;
}

export const compare: Register = (program, streams) => {
  withCommonOptions(
    program.command('compare [experiment]').description('the comparison of an experiment; of the latest unless named'),
  )
    .option('-f, --format <id>', 'text, md, csv, tex or json', 'text')
    .option('-b, --baseline <method>', 'method that differences are taken to; the first stratified one unless given')
    .option('-m, --metric <id>', 'perplexity, loss or bits-per-byte')
    .action(async (named: string | undefined, options: Options) => {
      const table = await withEngine(options, 'read', streams, async (engine) => {
        const { id } = await findExperiment(engine, named);
        return engine.comparisonTable(id, options.json ? 'json' : options.format, {
          ...(options.baseline === undefined ? {} : { baseline: options.baseline }),
          ...(options.metric === undefined ? {} : { metric: options.metric }),
        });
      });
      streams.stdout.write(table.endsWith('\n') ? table : `${table}\n`);
    });
};

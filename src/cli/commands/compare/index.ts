import type { ComparisonChoice, TableFormat } from '#contract/api';
import type { Metric } from '#mixing/comparison';
import { levelsOf } from '#mixing/comparison/levels';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../../command.ts';
import { findExperiment } from '../../lookup.ts';
import { analysisOf, choices, type AnalysisOptions } from './analysis-options.ts';
import { cellNamed, explanationText } from './explanation.ts';
import { levelsText, settingsNamed } from './levels.ts';
import { viewText } from './view.ts';

interface Options extends CommonOptions, AnalysisOptions {
  readonly format: TableFormat;
  readonly baseline?: string;
  readonly metric: Metric;
  readonly explain?: string;
  readonly by?: string;
  readonly view?: string;
}

export const compare: Register = (program, streams) => {
  withCommonOptions(
    program
      .command('compare [experiments...]')
      .description('the comparison of one experiment or several; of the latest unless named'),
  )
    .option('-f, --format <id>', 'text, md, csv, tsv, tex, html or json', 'text')
    .option('-b, --baseline <method>', 'method that differences are taken to; the first stratified one unless given')
    .option('-m, --metric <id>', 'perplexity, loss or bits-per-byte', 'perplexity')
    .option('--at <place>', 'test, last, best, a step (120) or a share of the run (50%)')
    .option('--budget <steps>', 'equal, or steps that learning and the final run take together')
    .option('--test <id>', choices.test)
    .option('--one-sided', 'test only whether a row is better than the baseline')
    .option('--interval <kind>', choices.interval)
    .option('--level <share>', 'confidence of intervals; 0.95 unless given')
    .option('--rope <nats>', 'half width of "no practical difference"; 0.005 unless given')
    .option('--explain <row>', 'where the number of a row comes from: a method, or METHOD:MEASURE')
    .option('--view <name>', 'a view saved in the window: its rows, columns and order, as md, csv, tsv or tex')
    .option('--by <settings>', 'fold runs by settings, outermost first: method,eta,seed')
    .action(async (named: readonly string[], options: Options) => {
      await withEngine(options, 'read', streams, async (engine) => {
        const found = [];
        if (options.view !== undefined) {
          for (const name of named) found.push(await findExperiment(engine, name));
          const ids = found.map(({ id }) => id);
          const text = await viewText(engine, options.view, options.format, ids);
          writeResult(streams, options, { view: options.view, text }, () => text);
          return;
        }
        for (const name of named.length > 0 ? named : [undefined]) found.push(await findExperiment(engine, name));
        const choice: ComparisonChoice = {
          experiments: found.map(({ id }) => id),
          ...(options.baseline !== undefined && { baseline: options.baseline }),
          ...analysisOf(options),
        };
        if (options.explain !== undefined) {
          const cell = cellNamed(options.explain, options.metric, await engine.comparisonOf(choice));
          const explanation = await engine.explainCell(choice, cell);
          writeResult(streams, options, explanation, () => explanationText(explanation));
          return;
        }
        if (options.by !== undefined) {
          const comparison = await engine.comparisonOf(choice);
          const levels = levelsOf(comparison, settingsNamed(options.by, comparison));
          writeResult(streams, options, levels, () => levelsText(levels, comparison, options.metric));
          return;
        }
        const format = options.json ? 'json' : options.format;
        const table = await engine.comparisonTable(choice, format, { metric: options.metric });
        streams.stdout.write(table.endsWith('\n') ? table : `${table}\n`);
      });
    });
};

/** `aioli exchange`: runs out to TensorBoard, MLflow and Trackio, and in from them. */
import { writeFileSync } from 'node:fs';
import { Option } from 'commander';
import type { ExchangeFormatId, LoggedRun } from '#contract/api';
import { readLoggedRuns, readLoggedTable } from '#engine/exchange/exchange';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../command.ts';
import { findExperiment } from '../lookup.ts';
import { columns } from '../tables.ts';

interface ExportOptions extends CommonOptions {
  readonly format: ExchangeFormatId;
  readonly out: string;
}

interface ImportOptions extends CommonOptions {
  readonly lawTable?: string;
  readonly proportions: string;
  readonly losses: string;
}

export const exchange: Register = (program, streams) => {
  const command = program.command('exchange').description('runs out to, and in from, TensorBoard, MLflow and Trackio');
  withCommonOptions(
    command
      .command('export [experiment]')
      .description('write the runs of an experiment so that another program shows them; the latest unless named'),
  )
    .addOption(
      new Option('-f, --format <id>', 'who shall read them')
        .choices(['tensorboard', 'mlflow', 'trackio'])
        .makeOptionMandatory(),
    )
    .requiredOption('-o, --out <place>', 'a folder that is not there yet; for trackio a file PROJECT.db')
    .action(async (named: string | undefined, options: ExportOptions) => {
      const written = await withEngine(options, 'read', streams, async (engine) => {
        const { id } = await findExperiment(engine, named);
        return engine.exportRuns(id, options.format, options.out);
      });
      writeResult(
        streams,
        options,
        written,
        () => `Wrote ${written.runs} runs to ${written.place}.\nTo look at them: ${written.howToOpen}`,
      );
    });

  withCommonOptions(
    command
      .command('import <place>')
      .description('read the runs that another program logged: what there is, or a table to fit laws to'),
  )
    .option('--law-table <file>', 'write a table for `aioli laws fit`: last shares and losses of each run')
    .option('--proportions <prefix>', 'how names of shares begin', 'proportions/')
    .option('--losses <prefix>', 'how names of losses begin', 'test/loss/')
    .action((place: string, options: ImportOptions) => {
      if (options.lawTable === undefined) {
        const found = readLoggedRuns(place);
        writeResult(streams, options, found, () => runList(found.runs));
        return;
      }
      const { table, leftOut } = readLoggedTable(place, options);
      writeFileSync(options.lawTable, `${JSON.stringify(table, null, 2)}\n`);
      for (const run of leftOut) streams.stderr.write(`Left out, as a number is missing: ${run}\n`);
      const runs = table.losses.length;
      writeResult(
        streams,
        options,
        { file: options.lawTable, runs, leftOut },
        () => `Wrote ${runs} runs to ${options.lawTable!}. To fit them: aioli laws fit ${options.lawTable!}`,
      );
    });
};

function runList(runs: readonly LoggedRun[]): string {
  return columns(
    ['run', 'state', 'settings', 'metrics', 'last step'],
    runs.map(({ name, state, settings, metrics }) => [
      name,
      state,
      String(Object.keys(settings).length),
      String(metrics.length),
      String(Math.max(0, ...metrics.map(({ points }) => points.at(-1)?.step ?? 0))),
    ]),
  );
}

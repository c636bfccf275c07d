/** `aioli bench slots`: how many trainers of how many threads are quickest, for the runs of an experiment. */
import { formatBytes, formatCount, formatNumber } from '#base/format';
import { quickest, runsPerHour, type SlotMeasure, type SlotRow } from '#contract/slots';
import { openEngine } from '#engine/engine';
import { withCommonOptions, writeResult, type CommonOptions, type Register } from '../command.ts';
import { readExperimentFile } from '../experiment-file.ts';
import { inFile } from '../files.ts';
import { showTasks } from '../progress.ts';
import { columns } from '../tables.ts';

interface Options extends CommonOptions {
  readonly use?: boolean;
  readonly known?: boolean;
}

export const slots: Register = (bench, streams) => {
  withCommonOptions(
    bench
      .command('slots <file>')
      .description('how many trainers of how many threads train the experiment quickest; two minutes at most'),
  )
    .option('--known', 'show what was measured before and measure only where nothing was')
    .option('--use', 'let as many trainers work at a time from now on')
    .action(async (file: string, options: Options) => {
      const experiment = readExperimentFile(file);
      const engine = await openEngine({ folder: options.workspace, startsRuns: false });
      const stop = showTasks(engine, streams.stderr);
      try {
        const { runsToTrain, helperRuns } = await inFile(file, () => engine.estimate(experiment));
        const known = options.known === true ? await engine.slotMeasure(experiment) : null;
        const found = known ?? (await engine.measureSlots(experiment));
        const runs = Math.max(runsToTrain, helperRuns);
        const best = quickest(found.rows, runs);
        if (options.use === true) await engine.setSlots(best.trainers);
        const { steps } = experiment.training;
        writeResult(streams, options, { ...found, runs, best }, () => textOf(found, best, { runs, steps }));
      } finally {
        stop();
        await engine.close();
      }
    });
};

function textOf(
  { work, backend, cores, rows, cutShort }: SlotMeasure,
  best: SlotRow,
  { runs, steps }: { readonly runs: number; readonly steps: number },
): string {
  const table = columns(
    ['Trainers', 'threads each', 'steps/s', 'runs/h', 'memory', ''],
    rows.map((row) => [
      formatCount(row.trainers),
      formatCount(row.threads),
      formatNumber(row.stepsPerSecond, 1),
      formatNumber(runsPerHour(row, steps), 1),
      formatBytes(row.memoryBytes),
      row === best ? '← quickest' : '',
    ]),
  );
  return [
    `${work}, ${backend}, ${formatCount(cores)} cores`,
    table,
    ...(cutShort === null ? [] : [cutShort]),
    '',
    adviceFor(best, cores, runs),
  ].join('\n');
}

/** The threads belong to the experiment, whose last digits depend on them; how many work at a time does not. */
function adviceFor({ trainers, threads }: SlotRow, cores: number, runs: number): string {
  const first = `For ${formatCount(runs)} ${runs === 1 ? 'run' : 'runs'}: aioli run FILE --slots ${trainers}`;
  return threads === cores
    ? `${first}, without "threads" in the file.`
    : `${first}, with "threads": ${threads} in the file.`;
}

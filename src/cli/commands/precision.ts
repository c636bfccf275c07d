/** `aioli bench precision`: whether bfloat16 comes to the losses of float32 for an experiment's model and text. */
import { formatNumber, formatSigned } from '#base/format';
import { verdictOn, type PrecisionCheck, type PrecisionVerdict } from '#contract/precision-check';
import { openEngine } from '#engine/engine';
import { withCommonOptions, writeResult, type CommonOptions, type Register } from '../command.ts';
import { Ended } from '../ended.ts';
import { readExperimentFile } from '../experiment-file.ts';
import { inFile } from '../files.ts';
import { showTasks } from '../progress.ts';
import { columns } from '../tables.ts';
import { wholeNumber } from '../whole-number.ts';

interface Options extends CommonOptions {
  readonly steps: number;
  readonly seeds: number;
}

export const precision: Register = (bench, streams) => {
  withCommonOptions(
    bench
      .command('precision <file>')
      .description('train from the same seeds in float32 and bfloat16, and say whether the losses agree'),
  )
    .option('-s, --steps <n>', 'steps of each run', wholeNumber, 300)
    .option('--seeds <n>', 'seeds, two or more', wholeNumber, 3)
    .action(async (file: string, { steps, seeds, ...options }: Options) => {
      const experiment = readExperimentFile(file);
      const engine = await openEngine({ folder: options.workspace, startsRuns: false });
      const stop = showTasks(engine, streams.stderr);
      try {
        const found = await inFile(file, () => engine.checkPrecision(experiment, { steps, seeds }));
        const verdict = verdictOn(found.pairs);
        writeResult(streams, options, { ...found, ...verdict }, () => textOf(found, verdict));
        if (!verdict.isWithin) throw new Ended(1);
      } finally {
        stop();
        await engine.close();
      }
    });
};

function textOf(
  { work, steps, pairs, secondsPerStep }: PrecisionCheck,
  { difference, spread, isWithin }: PrecisionVerdict,
): string {
  const table = columns(
    ['Seed', 'float32', 'bfloat16', 'difference'],
    pairs.map(({ seed, float32, bfloat16 }) => [
      String(seed),
      formatNumber(float32, 5),
      formatNumber(bfloat16, 5),
      formatSigned(bfloat16 - float32, 5),
    ]),
  );
  const ratio = formatNumber(secondsPerStep.bfloat16 / secondsPerStep.float32, 2);
  return [
    `${work}: mean validation loss after ${steps} steps at equal proportions, nats per token`,
    table,
    '',
    `${isWithin ? 'Within' : 'Outside'} the spread of seeds: ${formatSigned(difference, 5)} on average, where float32 runs differ by ${formatNumber(spread, 5)} (one standard deviation).`,
    `A step in bfloat16 takes ${ratio} times that in float32 here.`,
  ].join('\n');
}

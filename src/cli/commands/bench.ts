import { formatCompact, formatNumber } from '#base/format';
import type { BackendId } from '#contract/trainer';
import { bench as measure } from '#engine/machine/models';
import { launchTrainer } from '#engine/trainer-process';
import { wholeNumber } from '../whole-number.ts';
import { withCommonOptions, writeResult, type CommonOptions, type Register } from '../command.ts';
import { facts } from '../tables.ts';
import { precision } from './precision.ts';
import { slots } from './slots.ts';
import { backendOption } from './verify.ts';

interface Options extends CommonOptions {
  readonly preset: string;
  readonly backend: BackendId | 'auto';
  readonly steps: number;
}

/** Needs no workspace. */
export const bench: Register = (program, streams) => {
  const command = program
    .command('bench')
    .description('tokens per second of a model preset on a backend')
    .enablePositionalOptions(); // what stands after a command of its own belongs to that one
  withCommonOptions(command)
    .option('-p, --preset <id>', 'model preset', 'nano')
    .addOption(backendOption())
    .option('-s, --steps <n>', 'steps to measure', wholeNumber, 20)
    .action(async (options: Options) => {
      const found = await measure(launchTrainer, options.preset, options.backend, options.steps);
      writeResult(streams, options, found, () =>
        facts([
          ['Preset', `${found.preset}, ${formatCompact(found.parameters)} parameters`],
          ['Backend', found.backend],
          ['Batch', `${found.batch} sequences of ${found.context} tokens`],
          ['Step', `${formatNumber(found.secondsPerStep * 1000, 1)} ms (median)`],
          ['Speed', `${formatCompact(found.tokensPerSecond)} tokens/s`],
        ]),
      );
    });
  slots(command, streams);
  precision(command, streams);
};

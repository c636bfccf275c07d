import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { formatNumber } from '#base/format';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../command.ts';
import { columns } from '../tables.ts';
import { wholeNumber } from '../whole-number.ts';

interface Options extends CommonOptions {
  readonly tokenizer: string;
  readonly groups?: readonly string[];
  readonly sequences?: number;
}

export const evaluate: Register = (program, streams) => {
  withCommonOptions(program.command('evaluate <dir>').description('test losses per group of a Hugging Face folder'))
    .option('-t, --tokenizer <id>', 'byte, gpt2, or a tokenizer.json', 'byte')
    .option('-g, --groups <name...>', 'groups to judge it on; all unless given')
    .option('-s, --sequences <n>', 'largest number of sequences per group (64)', wholeNumber)
    .action(async (dir: string, options: Options) => {
      const tokenizer = existsSync(options.tokenizer) ? resolve(options.tokenizer) : options.tokenizer;
      const found = await withEngine(options, 'write', streams, (engine) =>
        engine.evaluateModel(resolve(dir), tokenizer, options.groups, options.sequences),
      );
      writeResult(streams, options, found, () =>
        columns(
          ['Group', 'loss, nats per token', 'perplexity'],
          found.groups.map((group, i) => [
            group,
            formatNumber(found.losses[i]!, 4),
            formatNumber(Math.exp(found.losses[i]!), 3),
          ]),
        ),
      );
    });
};

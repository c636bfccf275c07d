import { resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../command.ts';
import { groupTable } from './groups/tables.ts';

interface Options extends CommonOptions {
  readonly tokenizer: string;
}

export const tokenize: Register = (program, streams) => {
  withCommonOptions(
    program.command('tokenize [groups...]').description('build token shards; of all groups that are on unless named'),
  )
    .option('-t, --tokenizer <id>', 'byte, gpt2, or a tokenizer.json', 'byte')
    .action(async (names: string[], options: Options) => {
      const tokenizer = existsSync(options.tokenizer) ? resolve(options.tokenizer) : options.tokenizer;
      const groups = await withEngine(options, 'write', streams, (engine) =>
        engine.tokenize(tokenizer, names.length > 0 ? names : undefined),
      );
      writeResult(streams, options, groups, () => groupTable(groups));
    });
};

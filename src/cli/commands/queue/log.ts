import type { LogLevel } from '#contract/api';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../../command.ts';
import { readNumber } from '../../law-files.ts';
import { findRun } from '../../lookup.ts';

interface Options extends CommonOptions {
  readonly search?: string;
  readonly level?: LogLevel;
  readonly lines: string;
  readonly all?: boolean;
}

export const queueLog: Register = (program, streams) => {
  withCommonOptions(
    program.command('log [run]').description('what was said about a run; about the engine when none is named'),
  )
    .option('--search <words>', 'lines with these words')
    .option('--level <level>', 'info, warn or error, and worse')
    .option('--lines <n>', 'the last so many', '200')
    .option('--all', "also the chatter of the trainer's libraries")
    .action(async (named: string | undefined, options: Options) => {
      const limit = readNumber(options.lines, '--lines', [1, 2000]);
      const page = await withEngine(options, 'read', streams, async (engine) =>
        engine.runLog(named === undefined ? null : (await findRun(engine, named)).id, {
          limit,
          ...(options.search === undefined ? {} : { search: options.search }),
          ...(options.level === undefined ? {} : { level: options.level }),
          withNoise: options.all === true,
        }),
      );
      const text = () => page.lines.map(({ at, level, message }) => `${at} ${level.padEnd(5)} ${message}`).join('\n');
      writeResult(streams, options, page, () => (page.lines.length > 0 ? text() : 'Nothing was said.'));
    });
};

import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../command.ts';
import { groupTable } from './groups/tables.ts';

export const sample: Register = (program, streams) => {
  withCommonOptions(
    program
      .command('sample [names...]')
      .description('build groups of real text from public packages; all of them unless named'),
  ).action(async (names: string[], options: CommonOptions) => {
    const groups = await withEngine(options, 'write', streams, (engine) =>
      engine.buildSample(names.length > 0 ? names : undefined),
    );
    writeResult(streams, options, groups, () => groupTable(groups));
  });
};

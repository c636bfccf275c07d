import { formatNumber } from '#base/format';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../command.ts';
import { findRun } from '../lookup.ts';
import { columns } from '../tables.ts';

export const trajectory: Register = (program, streams) => {
  withCommonOptions(program.command('trajectory <run>').description('proportions of a run over its steps')).action(
    async (named: string, options: CommonOptions) => {
      const found = await withEngine(options, 'read', streams, async (engine) =>
        engine.trajectory((await findRun(engine, named)).id),
      );
      writeResult(streams, options, found, () =>
        columns(
          ['from step', ...found.groups],
          found.points.map(({ step, proportions }) => [String(step), ...proportions.map((p) => formatNumber(p, 4))]),
        ),
      );
    },
  );
};

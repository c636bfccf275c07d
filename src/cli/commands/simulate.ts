import { formatNumber } from '#base/format';
import { parseSimulation, simulate as play } from '#mixing/simulate';
import { withCommonOptions, writeResult, type CommonOptions, type Register } from '../command.ts';
import { readJsonFile } from '../files.ts';
import { columns, facts } from '../tables.ts';

export const simulate: Register = (program, streams) => {
  withCommonOptions(
    program.command('simulate <file>').description('play a method in a world whose law is known, without training'),
  ).action(async (file: string, options: CommonOptions) => {
    const plan = parseSimulation(readJsonFile(file), file);
    const found = await play(plan);
    writeResult(streams, options, found, () =>
      [
        columns(
          ['from step', ...plan.groups],
          found.trajectory.map(({ step, proportions }) => [
            String(step),
            ...proportions.map((p) => formatNumber(p, 4)),
          ]),
        ),
        facts(plan.groups.map((group, i) => [`Final loss of ${group}`, formatNumber(found.finalLosses[i]!, 4)])),
      ].join('\n\n'),
    );
  });
};

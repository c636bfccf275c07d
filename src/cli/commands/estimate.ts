import { formatBytes, formatCompact, formatCount, formatDuration, formatNumber } from '#base/format';
import type { Estimate } from '#contract/api';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../command.ts';
import { readExperimentFile } from '../experiment-file.ts';
import { inFile } from '../files.ts';
import { columns, facts } from '../tables.ts';

export const estimate: Register = (program, streams) => {
  withCommonOptions(
    program.command('estimate <file>').description('what an experiment will cost, before running it'),
  ).action(async (file: string, options: CommonOptions) => {
    const found = await withEngine(options, 'write', streams, (engine) =>
      inFile(file, () => engine.estimate(readExperimentFile(file))),
    );
    writeResult(streams, options, found, () => textOf(found));
  });
};

function textOf(found: Estimate): string {
  const range = ({ low, high }: { low: number; high: number }): string =>
    `${formatDuration(low)} to ${formatDuration(high)}`;
  const methods = columns(
    ['Method', 'learning steps', 'measuring steps', 'final steps', 'evaluations', 'time, all seeds'],
    found.methods.map(({ label, cost, seconds }) => [
      label,
      formatCount(cost.learningSteps),
      formatCount(cost.measuringSteps),
      formatCount(cost.finalSteps),
      formatNumber(cost.evaluations, 1),
      range(seconds),
    ]),
  );
  const whole = facts([
    ['Runs', formatCount(found.runs)],
    ['Steps', formatCount(found.steps)],
    ['Tokens', formatCompact(found.tokens)],
    ['Operations', `${formatCompact(found.flops)}FLOP`],
    ['Parameters', formatCompact(found.parameters)],
    ['Memory', formatBytes(found.peakBytes)],
    ['Checkpoints', formatBytes(found.checkpointBytes)],
    ['Backend', found.backend],
    ['Time', range(found.seconds)],
    ...found.epochs.map(
      ({ group, atEqualShares }) =>
        [`Epochs over ${group}`, `${formatNumber(atEqualShares, 2)} at equal shares`] as const,
    ),
  ]);
  return `${methods}\n\n${whole}`;
}

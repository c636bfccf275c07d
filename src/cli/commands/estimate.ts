import { formatBytes, formatCompact, formatCount, formatDuration, formatNumber } from '#base/format';
import type { Estimate, EstimateReview, LikelyRange } from '#contract/api';
import {
  withCommonOptions,
  withEngine,
  writeResult,
  type CommonOptions,
  type Register,
  type Streams,
} from '../command.ts';
import { readExperimentFile } from '../experiment-file.ts';
import { inFile } from '../files.ts';
import { findExperiment } from '../lookup.ts';
import { columns, facts } from '../tables.ts';

interface EstimateOptions extends CommonOptions {
  readonly taken?: boolean;
}

export const estimate: Register = (program, streams) => {
  withCommonOptions(program.command('estimate <file>').description('what an experiment will cost, before running it'))
    .option('--taken', 'what was estimated before the start, beside what it took')
    .action(async (file: string, options: EstimateOptions) => {
      if (options.taken === true) return review(file, options, streams);
      const found = await withEngine(options, 'write', streams, (engine) =>
        inFile(file, () => engine.estimate(readExperimentFile(file))),
      );
      writeResult(streams, options, found, () => textOf(found));
    });
};

async function review(file: string, options: EstimateOptions, streams: Streams): Promise<void> {
  const found = await withEngine(options, 'read', streams, async (engine) =>
    engine.estimateReview((await findExperiment(engine, file)).id),
  );
  writeResult(streams, options, found, () => reviewText(found));
}

function reviewText(found: EstimateReview | null): string {
  if (found === null) return 'Nothing was estimated before this experiment started.';
  const { estimate: before, methods, tookSeconds, isFinished } = found;
  const row = (name: string, estimated: LikelyRange, took: number): string[] => [
    name,
    range(estimated),
    formatDuration(took),
  ];
  return columns(
    ['', 'estimated', isFinished ? 'took' : 'so far'],
    [
      ...methods.map((method) => row(method.label, method.estimated, method.tookSeconds)),
      row('From start to end', before.seconds, tookSeconds),
    ],
  );
}

function textOf(found: Estimate): string {
  const methods = columns(
    [
      'Method',
      'learning steps',
      'measuring steps',
      'final steps',
      'evaluations',
      'to train, all seeds',
      'time, all seeds',
    ],
    found.methods.map(({ label, cost, computedSteps, seconds }) => [
      label,
      formatCount(cost.learningSteps),
      formatCount(cost.measuringSteps),
      formatCount(cost.finalSteps),
      formatCount(Math.ceil(cost.evaluations)),
      formatCount(computedSteps),
      range(seconds),
    ]),
  );
  const whole = facts([
    ['Runs', runsOf(found)],
    ['Helper runs', formatCount(found.helperRuns)],
    ['Steps', `${formatCount(found.computedSteps)} to train of ${formatCount(found.steps)} asked for${shareOf(found)}`],
    ['Tokens', formatCompact(found.tokens)],
    ['Operations', `${formatCompact(found.flops)}FLOP`],
    ['Parameters', formatCompact(found.parameters)],
    ['Memory', `${formatBytes(found.memoryBytes)} of ${formatBytes(found.freeMemoryBytes)} free`],
    ['Disk', `${formatBytes(found.diskBytes)} of ${formatBytes(found.freeDiskBytes)} free`],
    ['Backend', found.backend],
    ['Time', timeOf(found)],
    ...found.epochs.map(
      ({ group, atEqualShares }) =>
        [`Epochs over ${group}`, `${formatNumber(atEqualShares, 2)} at equal shares`] as const,
    ),
  ]);
  const warnings = found.warnings.map(({ message, remedy }) => `Warning: ${message} ${remedy}`);
  return [methods, '', whole, ...(warnings.length > 0 ? ['', ...warnings] : [])].join('\n');
}

function range({ low, high }: LikelyRange): string {
  return `${formatDuration(low)} to ${formatDuration(high)}`;
}

function shareOf({ computedSteps, steps }: Estimate): string {
  return computedSteps === steps ? '' : `, ${formatNumber((100 * computedSteps) / steps, 1)} %`;
}

function runsOf({ runs, runsToTrain }: Estimate): string {
  return runs === runsToTrain
    ? formatCount(runs)
    : `${formatCount(runsToTrain)} to train, ${formatCount(runs - runsToTrain)} finished already`;
}

function timeOf({ seconds, slots, learntFrom }: Estimate): string {
  const trainers = slots === 1 ? '' : ` with ${slots} trainers at a time`;
  const source = learntFrom === 0 ? 'a measurement' : `a measurement and ${learntFrom} finished runs`;
  return `${range(seconds)}${trainers}, from ${source}`;
}

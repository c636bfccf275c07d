import { formatNumber } from '#base/format';
import type { SeedPlan, SeedSpread } from '#contract/api';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../command.ts';
import { readExperimentFile } from '../experiment-file.ts';
import { inFile } from '../files.ts';
import { readNumber } from '../law-files.ts';
import { columns } from '../tables.ts';

interface PlanOptions extends CommonOptions {
  readonly difference?: string;
}

export const plan: Register = (program, streams) => {
  withCommonOptions(program.command('plan <file>').description('what the seeds of an experiment can show'))
    .option('--difference <nats>', 'a difference that you wish to see; says how many seeds it takes')
    .action(async (file: string, options: PlanOptions) => {
      const difference =
        options.difference === undefined ? undefined : readNumber(options.difference, '--difference', [1e-6, 100]);
      const found = await withEngine(options, 'read', streams, (engine) =>
        inFile(file, () => engine.planSeeds(readExperimentFile(file), difference)),
      );
      writeResult(streams, options, found, () => textOf(found, difference));
    });
};

function textOf({ seeds, visible, others, needed, spread }: SeedPlan, difference: number | undefined): string {
  const all = [...(visible === null ? [] : [{ seeds, visible }]), ...others].sort((a, b) => a.seeds - b.seeds);
  const wished =
    difference === undefined
      ? []
      : [
          needed === null
            ? `A difference of ${difference} nats would take more than 1000 seeds.`
            : `A difference of ${difference} nats takes ${needed} seeds.`,
        ];
  return [
    visible === null
      ? 'One seed shows no difference: there is no spread to judge it by.'
      : `With ${seeds} seeds you can see a difference of about ${formatNumber(visible, 4)} nats (95 %, power 80 %).`,
    ...wished,
    sourceOf(spread),
    '',
    columns(
      ['Seeds', 'smallest difference, nats'],
      all.map((one) => [String(one.seeds), formatNumber(one.visible, 4)]),
    ),
  ].join('\n');
}

function sourceOf({ source, count, deviation, experiments }: SeedSpread): string {
  const sd = formatNumber(deviation, 4);
  if (source === 'assumed')
    return `Differences are assumed to spread by ${sd} nats: no comparable run is finished yet.`;
  const what = source === 'paired' ? 'differences over paired seeds' : 'runs of one method, taken as independent';
  return `Differences spread by ${sd} nats, from ${count} ${what} in ${experiments.map((name) => `"${name}"`).join(', ')}.`;
}

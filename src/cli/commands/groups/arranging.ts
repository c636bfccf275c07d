/** `aioli groups merge | split | duplicate | enable | disable`. */
import type { Command } from 'commander';
import { formatBytes, formatCount } from '#base/format';
import type { FieldValues, SplitGroup } from '#contract/api';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Streams } from '../../command.ts';
import { columns } from '../../tables.ts';
import { wholeNumber } from '../../whole-number.ts';
import { groupNamed, idsOf } from './lookup.ts';
import { groupTable } from './tables.ts';

interface SplitCommand extends CommonOptions {
  readonly by: string;
  readonly values?: readonly string[];
  readonly most?: number;
  readonly count?: boolean;
}

export function registerArranging(command: Command, streams: Streams): void {
  withCommonOptions(
    command
      .command('merge <name> <groups...>')
      .description('make one group of the sources of several, each document once; these are switched off'),
  ).action(async (name: string, groups: string[], options: CommonOptions) => {
    const merged = await withEngine(options, 'write', streams, async (engine) =>
      engine.mergeGroups(await idsOf(engine, groups), name),
    );
    writeResult(streams, options, merged, () => groupTable([merged]));
  });

  withCommonOptions(
    command.command('split <name>').description('make a group of each value of a field; the group is switched off'),
  )
    .requiredOption('--by <field>', 'name or dotted path of the field, or the column')
    .option('--values <value...>', 'only these values')
    .option('--most <n>', 'at most so many groups, of the most frequent values (20)', wholeNumber)
    .option('--count', 'only count the values')
    .action(async (name: string, options: SplitCommand) => {
      if (options.count) await countValues(name, options, streams);
      else await split(name, options, streams);
    });

  withCommonOptions(
    command.command('duplicate <name> [new]').description('another group of the same source and text'),
  ).action(async (name: string, copy: string | undefined, options: CommonOptions) => {
    const made = await withEngine(options, 'write', streams, async (engine) =>
      engine.duplicateGroup((await groupNamed(engine, name)).id, copy),
    );
    writeResult(streams, options, made, () => groupTable([made]));
  });

  for (const [word, isEnabled, about] of [
    ['enable', true, 'switch groups on again'],
    ['disable', false, 'switch groups off: they stay, and new experiments and forms leave them out'],
  ] as const)
    withCommonOptions(command.command(`${word} <groups...>`).description(about)).action(
      async (groups: string[], options: CommonOptions) => {
        const all = await withEngine(options, 'write', streams, async (engine) =>
          engine.enableGroups(await idsOf(engine, groups), isEnabled),
        );
        writeResult(streams, options, all, () => groupTable(all));
      },
    );
}

async function countValues(name: string, options: SplitCommand, streams: Streams): Promise<void> {
  const counted = await withEngine(options, 'read', streams, async (engine) =>
    engine.fieldValues((await groupNamed(engine, name)).id, options.by),
  );
  writeResult(streams, options, counted, () => valuesText(counted));
}

async function split(name: string, options: SplitCommand, streams: Streams): Promise<void> {
  const { by, values, most } = options;
  const result = await withEngine(options, 'write', streams, async (engine) =>
    engine.splitGroup((await groupNamed(engine, name)).id, by, {
      ...(values && { values }),
      ...(most !== undefined && { most }),
    }),
  );
  writeResult(streams, options, result, () => splitText(result));
}

function valuesText({ field, values, otherValues, without }: FieldValues): string {
  const table = columns(
    [field, 'documents', 'bytes'],
    values.map(({ value, documents, bytes }) => [value, formatCount(documents), formatBytes(bytes)]),
  );
  const rest = [
    ...(otherValues > 0 ? [`${formatCount(otherValues)} further values.`] : []),
    ...(without > 0 ? [`${formatCount(without)} documents without a value.`] : []),
  ];
  return [table, ...rest].join('\n');
}

function splitText({ groups, left }: SplitGroup): string {
  const unmade = left.map(({ value, documents, reason }) => `  ${value} (${formatCount(documents)}) ${reason}`);
  return [
    groups.length > 0 ? groupTable(groups) : 'No value became a group.',
    ...(unmade.length > 0 ? [`No groups of:\n${unmade.join('\n')}`] : []),
  ].join('\n\n');
}

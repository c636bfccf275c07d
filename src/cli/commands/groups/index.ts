/** Groups of text: what there is, adding, naming and reading again; the rest in the files beside this one. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { EngineApi, GroupSummary } from '#contract/api';
import {
  withCommonOptions,
  withEngine,
  writeResult,
  type CommonOptions,
  type Register,
  type Streams,
} from '../../command.ts';
import { registerArranging } from './arranging.ts';
import { registerDropping } from './dropping.ts';
import { registerLooking } from './looking.ts';
import { groupNamed } from './lookup.ts';
import { registerOverlap } from './overlap.ts';
import { groupTable, groupText } from './tables.ts';

interface AddOptions extends CommonOptions {
  readonly reader: string;
  readonly textField: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly licence: string;
}

export const groups: Register = (program, streams) => {
  const command = program
    .command('groups')
    .description('groups of text: adding, arranging, looking into them, comparing them');
  list(command, streams);
  add(command, streams);
  remove(command, streams);
  rename(command, streams);
  relocate(command, streams);
  refresh(command, streams);
  show(command, streams);
  registerDropping(command, streams);
  registerLooking(command, streams);
  registerArranging(command, streams);
  registerOverlap(command, streams);
};

function list(command: Command, streams: Streams): void {
  withCommonOptions(
    command.command('list', { isDefault: true }).description('groups with documents, bytes and tokens'),
  ).action(async (options: CommonOptions) => {
    const all = await withEngine(options, 'read', streams, (engine) => engine.listGroups());
    writeResult(streams, options, all, () => (all.length > 0 ? groupTable(all) : 'No groups yet.'));
  });
}

function add(command: Command, streams: Streams): void {
  withCommonOptions(command.command('add <name> <paths...>').description('read files or folders as a group'))
    .option('--reader <id>', 'text, source, jsonl, csv or parquet; by file name unless given', 'auto')
    .option('--text-field <path>', 'records: name or dotted path of the text; guessed unless given', '')
    .option('--include <glob...>', 'files to take inside folders', [])
    .option('--exclude <glob...>', 'files to leave out', [])
    .option('--licence <note>', 'what the text may be used for', '')
    .action(async (name: string, paths: string[], options: AddOptions) => {
      const { reader, textField, include, exclude, licence } = options;
      const source = { paths: paths.map((path) => resolve(path)), reader, textField, include, exclude };
      await answerWithGroup(streams, options, (engine) => engine.addGroup({ name, source, licence }));
    });
}

function remove(command: Command, streams: Streams): void {
  withCommonOptions(command.command('remove <name>').description('forget a group; its source stays as it is')).action(
    async (name: string, options: CommonOptions) => {
      await withEngine(options, 'write', streams, async (engine) =>
        engine.removeGroup((await groupNamed(engine, name)).id),
      );
      writeResult(streams, options, { removed: name }, () => `Removed "${name}".`);
    },
  );
}

function rename(command: Command, streams: Streams): void {
  withCommonOptions(command.command('rename <name> <new>').description('give a group another name')).action(
    async (name: string, wanted: string, options: CommonOptions) => {
      await answerWithGroup(streams, options, async (engine) =>
        engine.renameGroup((await groupNamed(engine, name)).id, wanted),
      );
    },
  );
}

function relocate(command: Command, streams: Streams): void {
  withCommonOptions(
    command.command('relocate <name> <paths...>').description('point a group at the place its source has moved to'),
  ).action(async (name: string, paths: string[], options: CommonOptions) => {
    await answerWithGroup(streams, options, async (engine) =>
      engine.relocateGroup(
        (await groupNamed(engine, name)).id,
        paths.map((path) => resolve(path)),
      ),
    );
  });
}

function refresh(command: Command, streams: Streams): void {
  withCommonOptions(
    command.command('refresh <name>').description("read a group's source again; changed text is a new version"),
  ).action(async (name: string, options: CommonOptions) => {
    await answerWithGroup(streams, options, async (engine) => engine.refreshGroup((await groupNamed(engine, name)).id));
  });
}

function show(command: Command, streams: Streams): void {
  withCommonOptions(
    command.command('show <name>').description('everything about a group, with the files it could not read'),
  ).action(async (name: string, options: CommonOptions) => {
    const { group, rejected, lengths } = await withEngine(options, 'read', streams, async (engine) => {
      const group = await groupNamed(engine, name);
      const [rejected, lengths] = await Promise.all([engine.rejectedFiles(group.id), engine.documentLengths(group.id)]);
      return { group, rejected, lengths };
    });
    writeResult(streams, options, { ...group, lengths, rejected }, () => groupText(group, lengths, rejected));
  });
}

async function answerWithGroup(
  streams: Streams,
  options: CommonOptions,
  work: (engine: EngineApi) => Promise<GroupSummary>,
): Promise<void> {
  const group = await withEngine(options, 'write', streams, work);
  writeResult(streams, options, group, () => groupTable([group]));
}

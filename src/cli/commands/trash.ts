import type { Command } from 'commander';
import { absent, formatBytes } from '#base/format';
import { Refusal } from '#base/refusal';
import type { EngineApi, TrashedItem } from '#contract/api';
import {
  withCommonOptions,
  withEngine,
  writeResult,
  type CommonOptions,
  type Register,
  type Streams,
} from '../command.ts';
import { columns } from '../tables.ts';

/** What was removed in the window or with a command can be put back until the trash is emptied. */
export const trash: Register = (program, streams) => {
  const command = program.command('trash').description('what was removed: list, restore, empty');
  list(command, streams);
  restore(command, streams);
  empty(command, streams);
};

function list(command: Command, streams: Streams): void {
  withCommonOptions(
    command.command('list', { isDefault: true }).description('what is in it, and the space that emptying frees'),
  ).action(async (options: CommonOptions) => {
    const items = await withEngine(options, 'read', streams, (engine) => engine.listTrash());
    writeResult(streams, options, items, () => (items.length > 0 ? table(items) : 'The trash is empty.'));
  });
}

function restore(command: Command, streams: Streams): void {
  withCommonOptions(command.command('restore <name>').description('put something back, by its name or id')).action(
    async (name: string, options: CommonOptions) => {
      const item = await withEngine(options, 'write', streams, async (engine) => {
        const found = await inTrash(engine, name);
        await engine.restoreTrashed({ kind: found.kind, id: found.id });
        return found;
      });
      writeResult(streams, options, { restored: item }, () => `Put the ${item.kind} "${item.title}" back.`);
    },
  );
}

function empty(command: Command, streams: Streams): void {
  withCommonOptions(
    command.command('empty [names...]').description('remove for good: all of it, or what is named'),
  ).action(async (names: string[], options: CommonOptions) => {
    const done = await withEngine(options, 'write', streams, async (engine) => {
      const items = await Promise.all(names.map((name) => inTrash(engine, name)));
      return engine.emptyTrash(names.length > 0 ? items.map(({ kind, id }) => ({ kind, id })) : undefined);
    });
    writeResult(streams, options, done, () => `Removed ${done.removed}; ${formatBytes(done.bytes)} are free again.`);
  });
}

async function inTrash(engine: Pick<EngineApi, 'listTrash'>, name: string): Promise<TrashedItem> {
  const items = await engine.listTrash();
  const found = items.filter(({ id, title }) => id === name || title === name);
  if (found.length === 1) return found[0]!;
  throw new Refusal(
    'trash_unknown',
    found.length > 1
      ? `More than one thing named "${name}" is in the trash.`
      : `Nothing named "${name}" is in the trash.`,
    {
      remedy:
        items.length > 0
          ? `In it are ${items.map(({ title, id }) => `"${title}" (${id})`).join(', ')}.`
          : 'It is empty.',
    },
  );
}

function table(items: readonly TrashedItem[]): string {
  return columns(
    ['Name', 'what', 'removed', 'frees', 'id'],
    items.map(({ title, kind, trashedAt, bytes, problem, id }) => [
      title,
      problem === null ? kind : `${kind}, set aside: ${problem}`,
      trashedAt.slice(0, 16).replace('T', ' '),
      bytes === 0 ? absent : formatBytes(bytes),
      id,
    ]),
  );
}

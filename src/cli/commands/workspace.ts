import { resolve } from 'node:path';
import type { Command } from 'commander';
import { formatBytes, formatCount } from '#base/format';
import type { KeptCopy, TransferReport } from '#contract/api';
import { openEngine } from '#engine/engine';
import { listCopies, restoreCopy } from '#engine/upkeep/copies';
import {
  withCommonOptions,
  withEngine,
  writeResult,
  type CommonOptions,
  type Register,
  type Streams,
} from '../command.ts';
import { columns } from '../tables.ts';

/** The workspace as a whole: copied or moved with every file checked, and its results kept or gone back to. */
export const workspace: Register = (program, streams) => {
  const command = program
    .command('workspace')
    .description('the folder as a whole: copy, move; copies of its results: copies, keep, restore');
  copy(command, streams);
  move(command, streams);
  copies(command, streams);
  keep(command, streams);
  restore(command, streams);
};

function copy(command: Command, streams: Streams): void {
  withCommonOptions(
    command.command('copy <dir>').description('copy it to an empty place and compare every file with its original'),
  ).action(async (dir: string, options: CommonOptions) => {
    const report = await transfer(dir, options, streams);
    writeResult(streams, options, report, () => `Copied ${whatOf(report)}`);
  });
}

function move(command: Command, streams: Streams): void {
  withCommonOptions(
    command.command('move <dir>').description('copy it, compare, open the copy, then remove the original'),
  ).action(async (dir: string, options: CommonOptions) => {
    const report = await transfer(dir, options, streams);
    const there = await openEngine({ folder: report.to, startsRuns: false });
    const freed = await there.removeOriginal(report.from).finally(() => there.close());
    writeResult(
      streams,
      options,
      { ...report, freed },
      () => `Moved ${whatOf(report)}\nRemoved ${report.from}; ${formatBytes(freed)} are free there again.`,
    );
  });
}

function copies(command: Command, streams: Streams): void {
  withCommonOptions(command.command('copies').description('kept copies of the results, the newest first')).action(
    (options: CommonOptions) => {
      const all = listCopies(resolve(options.workspace));
      writeResult(streams, options, all, () => (all.length > 0 ? table(all) : 'No copy yet.'));
    },
  );
}

function keep(command: Command, streams: Streams): void {
  withCommonOptions(command.command('keep <name>').description('keep a copy of the results under a name')).action(
    async (name: string, options: CommonOptions) => {
      const made = await withEngine(options, 'write', streams, (engine) => engine.keepCopy(name));
      writeResult(streams, options, made, () => `Kept ${made.file}, ${formatBytes(made.bytes)}.`);
    },
  );
}

function restore(command: Command, streams: Streams): void {
  withCommonOptions(
    command.command('restore <file>').description('go back to a kept copy; what is there now is kept as one, too'),
  ).action((file: string, options: CommonOptions) => {
    restoreCopy(resolve(options.workspace), file, new Date());
    writeResult(streams, options, { restored: file }, () => `Went back to ${file}.`);
  });
}

async function transfer(dir: string, options: CommonOptions, streams: Streams): Promise<TransferReport> {
  // Opened to write, so that no window works in it meanwhile; runs that wait go on waiting.
  const engine = await openEngine({ folder: options.workspace, startsRuns: false });
  try {
    streams.stderr.write(`Copying to ${resolve(dir)}\n`);
    return await engine.copyWorkspace(resolve(dir));
  } finally {
    await engine.close();
  }
}

function whatOf({ files, bytes, to }: TransferReport): string {
  return `${formatCount(files)} files, ${formatBytes(bytes)}, to ${to}; each is the same as its original.`;
}

function table(all: readonly KeptCopy[]): string {
  return columns(
    ['Copy', 'made', 'size', 'file'],
    all.map(({ name, at, bytes, file }) => [
      name || 'daily',
      at.slice(0, 16).replace('T', ' '),
      formatBytes(bytes),
      file,
    ]),
  );
}

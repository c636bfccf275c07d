/** `aioli groups import`: many groups from files and folders in one step. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { formatBytes, formatCount } from '#base/format';
import type { AddedGroups, DropPlan, RejectedFile } from '#contract/api';
import { Ended } from '../../ended.ts';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Streams } from '../../command.ts';
import { columns } from '../../tables.ts';
import { groupTable } from './tables.ts';

interface ImportOptions extends CommonOptions {
  readonly perChild?: boolean;
  readonly plan?: boolean;
}

export function registerDropping(command: Command, streams: Streams): void {
  withCommonOptions(command.command('import <paths...>').description('one group per file or folder, named after it'))
    .option('--per-child', 'one group per sub-folder and per file of records inside each folder')
    .option('--plan', 'only say what it would make, and which files no group would take')
    .action(async (given: string[], options: ImportOptions) => {
      const paths = given.map((path) => resolve(path));
      const perChild = options.perChild ?? false;
      if (options.plan) {
        const plan = await withEngine(options, 'read', streams, (engine) => engine.planGroups(paths));
        writeResult(streams, options, plan, () => planText(plan, perChild));
        return;
      }
      const result = await withEngine(options, 'write', streams, (engine) => engine.addGroupsFrom(paths, { perChild }));
      writeResult(streams, options, result, () => addedText(result));
      if (result.failed.length > 0) throw new Ended(1);
    });
}

function planText({ perPath, perChild, notTaken }: DropPlan, isPerChild: boolean): string {
  const groups = isPerChild ? (perChild ?? perPath) : perPath;
  const table = columns(
    ['Group', 'files', 'bytes', 'path'],
    groups.map(({ name, files, bytes, path }) => [name, formatCount(files), formatBytes(bytes), path]),
  );
  return [table, ...filesText(isPerChild && perChild ? notTaken.perChild : notTaken.perPath)].join('\n\n');
}

function addedText({ added, failed, notTaken }: AddedGroups): string {
  const unmade = failed.map(({ path, message, remedy }) => `  ${path}: ${message} ${remedy}`);
  return [
    added.length > 0 ? groupTable(added) : 'No group was added.',
    ...(unmade.length > 0 ? [`No groups of:\n${unmade.join('\n')}`] : []),
    ...filesText(notTaken),
  ].join('\n\n');
}

function filesText(files: readonly RejectedFile[]): readonly string[] {
  const lines = files.map(({ file, reason }) => `  ${file}: ${reason}`);
  return lines.length > 0 ? [`Not taken:\n${lines.join('\n')}`] : [];
}

/** `aioli groups overlap | leaks`: what groups share, and what of it crosses the splits. */
import type { Command } from 'commander';
import { absent, formatCount, formatNumber, formatShare } from '#base/format';
import type { EngineApi, LeakCell, NearPair, OverlapReport } from '#contract/api';
import { Ended } from '../../ended.ts';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Streams } from '../../command.ts';
import { columns } from '../../tables.ts';
import { idsOf } from './lookup.ts';

interface OverlapOptions extends CommonOptions {
  readonly examples?: boolean;
}

const excerptCharacters = 160;

export function registerOverlap(command: Command, streams: Streams): void {
  withCommonOptions(
    command
      .command('overlap [groups...]')
      .description('equal and near documents and shared word sequences between groups; all that are on unless named'),
  )
    .option('--examples', 'also show pairs of near duplicates')
    .action(async (groups: string[], options: OverlapOptions) => {
      const report = await check(groups, options, streams);
      writeResult(streams, options, report, () => overlapText(report, options.examples ?? false));
    });

  withCommonOptions(
    command
      .command('leaks [groups...]')
      .description('held-out documents that stand in training text; ends with 1 where a split leaks'),
  )
    .option('--examples', 'also show pairs of near duplicates')
    .action(async (groups: string[], options: OverlapOptions) => {
      const report = await check(groups, options, streams);
      writeResult(streams, options, report.leaks, () => leaksText(report, options.examples ?? false));
      if (report.leaks.some(({ verdict }) => verdict === 'leaks')) throw new Ended(1);
    });
}

/** What is known already is told beside a window or a run that has the workspace open; only comparing needs it alone. */
async function check(groups: readonly string[], options: CommonOptions, streams: Streams): Promise<OverlapReport> {
  const chosen = async (engine: Pick<EngineApi, 'listGroups'>) =>
    groups.length > 0 ? await idsOf(engine, groups) : undefined;
  const known = await withEngine(options, 'read', streams, async (engine) => engine.knownOverlap(await chosen(engine)));
  return (
    known ?? (await withEngine(options, 'write', streams, async (engine) => engine.checkOverlap(await chosen(engine))))
  );
}

/** One matrix below the other: a row is looked at, a column looked for. */
function overlapText({ groups, cells, settings }: OverlapReport, withExamples: boolean): string {
  const names = groups.map(({ name }) => name);
  const matrix = (title: string, cell: (i: number, j: number) => string): string =>
    `${title}\n\n${columns(
      ['', ...names],
      names.map((name, i) => [name, ...names.map((_, j) => cell(i, j))]),
    )}`;
  const examples = cells.flatMap((row, i) => row.flatMap((cell, j) => (i <= j ? cell.examples : [])));
  return [
    matrix(`Of the row's distinct ${settings.sequenceWords}-word sequences, percent that occur in the column`, (i, j) =>
      formatShare(cells[i]![j]!.shared, 2),
    ),
    matrix("The row's documents that stand letter for letter in the column", (i, j) =>
      i === j ? absent : formatCount(cells[i]![j]!.exact),
    ),
    matrix(
      `The row's further documents with a near duplicate in the column (similarity ${settings.nearSimilarity} or more)`,
      (i, j) => formatCount(cells[i]![j]!.near),
    ),
    ...(withExamples ? examples.map((pair) => pairText(pair, groups)) : []),
  ].join('\n\n');
}

function leaksText({ groups, leaks }: OverlapReport, withExamples: boolean): string {
  const nameOf = (id: string): string => groups.find((group) => group.id === id)?.name ?? id;
  const found = leaks.filter(({ verdict }) => verdict !== 'clean');
  if (found.length === 0)
    return `Clean: no held-out document of ${groups.map(({ name }) => name).join(', ')} stands in training text.`;
  const row = ({ evaluated, split, trained, documents, exact, near, shared, verdict }: LeakCell) => [
    nameOf(evaluated),
    split,
    nameOf(trained),
    formatCount(documents),
    formatCount(exact),
    formatCount(near),
    formatShare((exact + near) / documents, 2),
    formatShare(shared, 2),
    verdict,
  ];
  const header = ['held out', 'split', 'trained', 'documents', 'equal', 'near', '%', 'sequences %', 'verdict'];
  const examples = found.flatMap((leak) => leak.examples);
  return [
    columns(header, found.map(row)),
    ...(withExamples ? examples.map((pair) => pairText(pair, groups)) : []),
  ].join('\n\n');
}

function pairText({ a, b, similarity }: NearPair, groups: OverlapReport['groups']): string {
  const line = ({ group, split, index, text }: NearPair['a']): string => {
    const name = groups.find(({ id }) => id === group)?.name ?? group;
    return `  ${name} ${split} ${index}: ${text.replace(/\s+/g, ' ').slice(0, excerptCharacters)}`;
  };
  return `${formatNumber(similarity, 2)} alike\n${line(a)}\n${line(b)}`;
}

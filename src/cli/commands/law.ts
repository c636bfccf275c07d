import { formatNumber } from '#base/format';
import type { LawSeries } from '#contract/api';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../command.ts';
import { findRun } from '../lookup.ts';
import { columns } from '../tables.ts';

export const law: Register = (program, streams) => {
  withCommonOptions(
    program.command('law <run>').description('the mixing law that a run measured, round by round'),
  ).action(async (named: string, options: CommonOptions) => {
    const found = await withEngine(options, 'read', streams, async (engine) =>
      engine.law((await findRun(engine, named)).id),
    );
    writeResult(streams, options, found, () => textOf(found));
  });
};

function textOf({ groups, rounds }: LawSeries): string {
  if (rounds.length === 0) return 'This run measured no law: its method estimates none, or it has not got that far.';
  const matrix = (title: string, values: LawSeries['rounds'][number]['raw'], decimals: number): string =>
    columns(
      [title, ...groups],
      values.map((row, i) => [groups[i]!, ...row.map((a) => formatNumber(a, decimals))]),
    );
  const blocks = rounds.map(({ round, step, raw, normalised, proportions }) =>
    [
      `Round ${round}, step ${step}: proportions then ${proportions.map((p) => formatNumber(p, 3)).join(', ')}`,
      matrix('raw', raw, 5),
      matrix('normalised', normalised, 4),
    ].join('\n'),
  );
  return ['Rows: the group whose loss falls. Columns: the group trained on.', ...blocks].join('\n\n');
}

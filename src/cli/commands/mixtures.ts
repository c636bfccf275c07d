/** `aioli mixtures`: what the methods of an experiment were trained on, beside what was really drawn. */
import { formatShare } from '#base/format';
import type { RunMixture } from '#contract/api';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../command.ts';
import { findExperiment } from '../lookup.ts';
import { columns } from '../tables.ts';

export const mixtures: Register = (program, streams) => {
  withCommonOptions(
    program
      .command('mixtures [experiment]')
      .description('shares that finished runs asked for and really drew, over all seeds'),
  ).action(async (named: string | undefined, options: CommonOptions) => {
    const found = await withEngine(options, 'read', streams, async (engine) => {
      const { id } = await findExperiment(engine, named);
      return (await engine.runMixtures()).filter(({ experiment }) => experiment === id);
    });
    writeResult(streams, options, found, () => mixturesText(found));
  });
};

function mixturesText(found: readonly RunMixture[]): string {
  const [first] = found;
  if (!first) return 'No run of it has finished.';
  const percent = (shares: readonly number[]): string[] => shares.map((share) => formatShare(share, 2));
  return columns(
    ['method', 'seeds', 'share', ...first.groups.map((name) => `${name} %`)],
    found.flatMap(({ label, seeds, asked, drawn, last }) => [
      [label, String(seeds), 'asked', ...percent(asked)],
      ['', '', 'drawn', ...percent(drawn)],
      ['', '', 'at the end', ...percent(last)],
    ]),
  );
}

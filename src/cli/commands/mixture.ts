/** `aioli mixture`: published mixtures, brought to the workspace's groups and to other formats. */
import { resolve } from 'node:path';
import { Option } from 'commander';
import { formatShare } from '#base/format';
import { Refusal } from '#base/refusal';
import type { MatchedMixture, MatchedMixtureFile } from '#contract/api';
import { mixtureFormats, type MixtureFormat } from '#mixing/mixtures/mixture-file';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../command.ts';
import { columns } from '../tables.ts';

interface MixtureOptions extends CommonOptions {
  readonly groups?: string;
  readonly row?: string;
  readonly out?: string;
  readonly format?: MixtureFormat;
}

export const mixture: Register = (program, streams) => {
  withCommonOptions(
    program
      .command('mixture <file>')
      .description('read a mixture (DoReMi JSON, RegMix YAML or CSV, or our JSON), match it to the groups, convert it'),
  )
    .option('--groups <list>', 'names between commas; the groups that are switched on unless given')
    .option('--row <label>', 'one mixture of a table; the first unless given')
    .option('--out <file>', 'write it there')
    .addOption(new Option('--format <id>', 'of --out; by its ending unless given').choices(mixtureFormats))
    .action(async (file: string, options: MixtureOptions) => {
      const groups = options.groups?.split(',').map((name) => name.trim());
      const access = 'read';
      const { found, written } = await withEngine(options, access, streams, async (engine) => {
        const found = await engine.readMixtureFile(resolve(file), groups);
        if (options.out === undefined) return { found, written: null };
        const { proportions } = chosenFrom(found, options.row);
        if (proportions === null)
          throw new Refusal('proportions_invalid', 'The mixture gives none of the groups a share.', {
            file,
            remedy: 'Choose another row, or name the groups as the file does.',
          });
        const mixture = { groups: found.groups, proportions };
        return { found, written: await engine.writeMixtureFile(resolve(options.out), mixture, options.format) };
      });
      for (const note of chosenFrom(found, options.row).notes) streams.stderr.write(`${note}\n`);
      const result = written ? { ...written, ...chosenFrom(found, options.row) } : found;
      writeResult(streams, options, result, () =>
        written ? `Wrote ${written.file} (${written.format}).` : mixtureText(found, options.row),
      );
    });
};

function chosenFrom({ mixtures }: MatchedMixtureFile, row: string | undefined): MatchedMixture {
  const found = row === undefined ? mixtures[0] : mixtures.find(({ label }) => label === row);
  if (found) return found;
  throw new Refusal(
    'option_invalid',
    row === undefined ? 'The file holds no mixture.' : `There is no mixture "${row}".`,
    {
      field: '--row',
      remedy: `Name one of ${mixtures
        .slice(0, 12)
        .map(({ label }) => label)
        .join(', ')}.`,
    },
  );
}

/** One mixture as a list, a table of many as a table. */
function mixtureText(found: MatchedMixtureFile, row: string | undefined): string {
  const { groups, mixtures } = found;
  const share = (mixture: MatchedMixture, j: number): string =>
    mixture.proportions ? formatShare(mixture.proportions[j]!, 2) : '–';
  if (mixtures.length === 1 || row !== undefined) {
    const chosen = chosenFrom(found, row);
    return columns(
      ['group', '%'],
      groups.map((name, j) => [name, share(chosen, j)]),
    );
  }
  return columns(
    ['mixture', ...groups.map((name) => `${name} %`)],
    mixtures.map((one) => [one.label, ...groups.map((_, j) => share(one, j))]),
  );
}

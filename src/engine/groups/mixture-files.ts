/** Mixtures from files, brought to the workspace's groups, and back into files. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Refusal } from '#base/refusal';
import { isOnSimplex } from '#base/simplex';
import type { MixtureFileCalls } from '#contract/api';
import { matchNames, scaleMixture } from '#mixing/mixtures/match';
import { mixtureFormatOf, parseMixtureFile, writeMixtureFile } from '#mixing/mixtures/mixture-file';
import { writeWhole } from '../reports/write-whole.ts';
import type { Store } from '../store/index.ts';

export function openMixtureFiles(store: Store): MixtureFileCalls {
  return {
    readMixtureFile: async (file, names) => {
      const groups =
        names ??
        store.groups
          .list()
          .filter(({ isEnabled }) => isEnabled)
          .map(({ name }) => name);
      const content = parseMixtureFile(await textOf(file), file);
      const matched = matchNames(content.names, groups, file);
      const { missing, unknown } = matched;
      if (groups.length > 0 && missing.length === groups.length)
        throw new Refusal('proportions_invalid', `${file} names none of the groups.`, {
          file,
          remedy: `It names ${listed(content.names)}; the groups are ${listed(groups)}. Rename one or the other.`,
        });
      const mixtures = content.mixtures.map((mixture) => ({
        label: mixture.label,
        ...scaleMixture(content, mixture, matched),
      }));
      return { format: content.format, names: content.names, groups, missing, unknown, mixtures };
    },
    writeMixtureFile: async (file, { groups, proportions }, format = mixtureFormatOf(file)) => {
      if (groups.length !== proportions.length || !isOnSimplex(proportions, 1e-6))
        throw new Refusal('proportions_invalid', 'A mixture has one share per group, 0 or more, with a sum of 1.', {
          field: 'proportions',
          remedy: `Give ${groups.length} shares that sum to 1.`,
        });
      const written = await writeWhole(file, writeMixtureFile(groups, proportions, format));
      return { file: written.file, format };
    },
  };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(resolve(file), 'utf8');
  } catch (cause) {
    throw new Refusal(
      'file_missing',
      `There is no readable file ${file}.`,
      { file, remedy: 'Check the path.' },
      { cause },
    );
  }
}

function listed(names: readonly string[]): string {
  return names.length > 12 ? `${names.slice(0, 12).join(', ')} and ${names.length - 12} more` : names.join(', ');
}

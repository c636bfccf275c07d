import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { previewDocuments } from './preview.ts';
import { splits, type Split } from './split.ts';
import { asLines, documentsOf, newScene, type Scene } from './testing.ts';

let scene: Scene;
beforeEach(() => {
  scene = newScene();
});
afterEach(() => scene.remove());

/** Split of every document of a version, by its text. */
function splitsOf(version: string): Map<string, Split> {
  const { documents } = previewDocuments(scene.textFolder(version), 0, 1e6, 1e6);
  return new Map(documents.map(({ text, split }) => [text, split]));
}

const refusal = (code: string, words: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(words) as string }) as Error;

test('stores each split as the bytes of its documents, and says how many there are', async () => {
  const documents = documentsOf('a', 300);
  scene.write('a.jsonl', asLines(documents));
  const found = await scene.ingest({ paths: ['a.jsonl'] });
  const bytes = Buffer.byteLength(documents.join(''));
  expect(found).toMatchObject({ documents: 300, bytes, duplicates: 0, rejected: [], rejectedTotal: 0 });
  const placed = splitsOf(found.version);
  for (const split of splits) {
    const mine = documents.filter((text) => placed.get(text) === split);
    expect(found.splits[split]).toEqual({ documents: mine.length, bytes: Buffer.byteLength(mine.join('')) });
    expect(readFileSync(join(scene.textFolder(found.version), `${split}.txt`), 'utf8')).toBe(mine.join(''));
  }
  expect(found.splits.train.documents).toBeGreaterThan(250);
  expect(found.byteHistogram.reduce((a, b) => a + b)).toBe(bytes);
});

test('equal documents are dropped and counted, whichever file they are in', async () => {
  const documents = documentsOf('a', 40);
  scene.write('1.jsonl', asLines([...documents, documents[3]!]));
  scene.write('2.jsonl', asLines(documents.slice(0, 10)));
  expect(await scene.ingest({ paths: ['.'] })).toMatchObject({ documents: 40, duplicates: 11 });
});

test('adding files never moves a document, and equal documents never lie in two splits', async () => {
  scene.write('m.jsonl', asLines(documentsOf('m', 200)));
  const before = splitsOf((await scene.ingest({ paths: ['.'], exclude: ['texts'] })).version);
  scene.write('a.jsonl', asLines([...documentsOf('a', 200), ...documentsOf('m', 50)]));
  const after = splitsOf((await scene.ingest({ paths: ['.'], exclude: ['texts'] })).version);
  expect(after.size).toBe(400);
  expect([...before].filter(([text, split]) => after.get(text) !== split)).toEqual([]);
});

test('the version names the text: the same text from elsewhere has the same, other text another', async () => {
  const lines = asLines(documentsOf('a', 50));
  scene.write('here/a.jsonl', lines);
  scene.write('there/b.jsonl.gz', gzipSync(lines));
  scene.write('there2/c.ndjson.zst', zstdCompressSync(lines));
  scene.write('other/a.jsonl', lines.replace('a 7', 'a seven'));
  const versionOf = async (path: string) => (await scene.ingest({ paths: [path] })).version;
  const version = await versionOf('here');
  expect([await versionOf('there'), await versionOf('there2')]).toEqual([version, version]);
  expect(await versionOf('other')).not.toBe(version);
  expect(readdirSync(join(scene.folder, 'texts'))).toHaveLength(2);
});

test('a single book is cut at paragraph ends, so that every split has text', async () => {
  const book = Array.from({ length: 900 }, (_, i) => `Paragraph ${i}. ${'It was a long day. '.repeat(20)}`).join(
    '\n\n',
  );
  scene.write('book.txt', book);
  const { documents, bytes, splits: sizes, version } = await scene.ingest({ paths: ['book.txt'] });
  expect(bytes).toBe(book.length);
  expect(documents).toBeGreaterThan(40);
  expect(sizes.val.documents * sizes.test.documents).toBeGreaterThan(0);
  const { documents: parts } = previewDocuments(scene.textFolder(version), 0, 1e6, 1e6);
  expect(parts.map(({ text }) => text).join('')).toBe(book);
  expect(parts.slice(0, -1).every(({ text }) => text.endsWith('\n\n') && text.length <= 8192)).toBe(true);
});

test('a group of a few documents still has one in every split', async () => {
  for (let i = 0; i < 5; i++) scene.write(`few/${i}.txt`, `document number ${i}`);
  const { splits: sizes, version } = await scene.ingest({ paths: ['few'] });
  expect(Object.values(sizes).every(({ documents }) => documents > 0)).toBe(true);
  expect([...splitsOf(version).keys()]).toEqual([0, 1, 2, 3, 4].map((i) => `document number ${i}`));
});

test('files that are empty, binary or not UTF-8 are listed with the reason', async () => {
  documentsOf('ok', 20).forEach((text, i) => scene.write(`in/ok${i}.md`, text));
  scene.write('in/blank.txt', ' \n\n');
  scene.write('in/control.txt', Buffer.from(Array.from({ length: 300 }, (_, i) => 1 + (i % 7))));
  scene.write('in/empty.txt', '');
  scene.write('in/image.png', Buffer.from([137, 80, 78, 71, 0, 1, 2]));
  scene.write('in/latin1.txt', Buffer.from('caf\xe9 au lait', 'latin1'));
  scene.write('in/utf16.txt', Buffer.from('\ufeffhello', 'utf16le'));
  symlinkSync('nowhere', join(scene.folder, 'in/link.txt'));
  const { documents, rejected, rejectedTotal } = await scene.ingest({ paths: ['in'] });
  expect({ documents, rejectedTotal }).toEqual({ documents: 20, rejectedTotal: 7 });
  expect(rejected.map(({ file, reason }) => `${file.slice(file.lastIndexOf('/') + 1)} ${reason}`)).toEqual([
    'link.txt is a link that leads nowhere',
    'blank.txt holds nothing but blanks',
    'control.txt is binary: 100 % of it are control characters',
    'empty.txt is empty',
    'image.png is binary: it holds NUL bytes',
    'latin1.txt is not valid UTF-8',
    'utf16.txt is UTF-16; save it as UTF-8',
  ]);
});

test('patterns choose files, links in a circle end, hidden files and node_modules are left out', async () => {
  for (const name of [
    'docs/a.md',
    'docs/deep/b.md',
    'docs/c.txt',
    'docs/node_modules/d.md',
    '.git/e.md',
    'docs/old/f.md',
  ])
    scene.write(`tree/${name}`, `text of ${name}`);
  symlinkSync('..', join(scene.folder, 'tree/docs/circle'));
  scene.write('tree/g.md', 'text of g.md');
  const { version } = await scene.ingest({ paths: ['tree'], include: ['*.md'], exclude: ['**/old'] });
  expect([...splitsOf(version).keys()]).toEqual(
    ['docs/a.md', 'docs/deep/b.md', 'g.md'].map((name) => `text of ${name}`),
  );
});

test('a missing folder is refused by name', async () => {
  await expect(scene.ingest({ paths: ['none'] })).rejects.toEqual(refusal('folder_missing', /none/));
});

test('a folder without readable files is refused with the first reasons', async () => {
  scene.write('in/x.bin', Buffer.from([0, 1, 2]));
  await expect(scene.ingest({ paths: ['in'] })).rejects.toEqual(refusal('no_readable_file', /x\.bin is binary/));
  await expect(scene.ingest({ paths: ['in'], include: ['*.md'] })).rejects.toEqual(
    refusal('no_readable_file', /None of the 1 files/),
  );
});

test('a group without text, with too little of it, or of an unknown reader is refused', async () => {
  mkdirSync(join(scene.folder, 'nothing'));
  scene.write('blank/a.txt', '\n');
  scene.write('two/a.txt', 'one');
  scene.write('two/b.txt', 'two');
  await expect(scene.ingest({ paths: ['nothing'] }, { group: 'law' })).rejects.toEqual(refusal('group_empty', /"law"/));
  await expect(scene.ingest({ paths: ['blank'] })).rejects.toEqual(refusal('group_empty', /blank/));
  await expect(scene.ingest({ paths: ['two'] })).rejects.toEqual(refusal('group_too_small', /has 2 documents/));
  await expect(scene.ingest({ paths: ['two'], reader: 'pdf' })).rejects.toEqual(refusal('reader_unknown', /"pdf"/));
  expect(readdirSync(join(scene.folder, 'texts'))).toEqual([]);
});

test('what a killed process left half-written is removed, and a stopped task leaves nothing', async () => {
  scene.write('texts/.partial-999999-abc/train.txt', 'half');
  scene.write('a.jsonl', asLines(documentsOf('a', 100)));
  await expect(scene.ingest({ paths: ['a.jsonl'] }, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/);
  expect(readdirSync(join(scene.folder, 'texts'))).toEqual([]);
});

test('progress moves in megabytes and ends at the whole', async () => {
  scene.write('a.jsonl', asLines(documentsOf('a', 60_000)));
  const seen: number[] = [];
  await scene.ingest({ paths: ['a.jsonl'] }, { onProgress: ({ done, total }) => seen.push(done / total) });
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.at(-1)).toBe(1);
});

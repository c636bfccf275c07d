import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseReader } from './index.ts';
import { jsonl } from './jsonl.ts';
import type { Document, Rejection } from './reader.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'readers-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(name: string, content: string | Uint8Array, textField = '') {
  const file = join(folder, name);
  writeFileSync(file, content);
  const rejected: Rejection[] = [];
  const options = { textField, reject: (rejection: Rejection) => rejected.push(rejection), onBytes: () => undefined };
  const documents: Document[] = [];
  for await (const document of jsonl.documents(file, options)) documents.push(document);
  return {
    texts: documents.map(({ text }) => text),
    origins: documents.map(({ origin }) => basename(origin)),
    rejected: rejected.map((rejection) => `${basename(rejection.file)} ${rejection.reason}`),
  };
}

test('lines are read in any of the usual dresses: marked, with carriage returns, without a last line end', async () => {
  expect(await read('a.jsonl', '\ufeff{"text":"one"}\r\n\r\n{"text":"two"}')).toEqual({
    texts: ['one', 'two'],
    origins: ['a.jsonl:1', 'a.jsonl:3'],
    rejected: [],
  });
});

test('bad lines are listed with their number and reason, the others are read', async () => {
  const lines = ['{"text":"good"}', '{"text":', '[1]', '{"text":""}', '{"text":5,"id":1}', '{"text":"also"}'];
  const { texts, rejected } = await read(
    'b.jsonl',
    Buffer.concat([Buffer.from(lines.join('\n') + '\n'), Buffer.from('{"text":"\xff"}', 'latin1')]),
  );
  expect(texts).toEqual(['good', 'also']);
  expect(rejected).toEqual([
    expect.stringMatching(/^b\.jsonl:2 is not JSON: /) as string,
    'b.jsonl:3 is not a JSON object',
    'b.jsonl:4 holds an empty text',
    'b.jsonl:5 holds a number in field "text" where text should be',
    'b.jsonl:7 is not valid UTF-8',
  ]);
});

test.each([
  ['a dotted path', '{"data":{"body":"here"},"text":"not here"}', 'data.body'],
  ['a name with a dot in it', '{"data.body":"here"}', 'data.body'],
  ['a usual name', '{"title":"not here","content":"here"}', ''],
  ['the only string', '{"id":1,"poem":"here"}', ''],
])('the text is found by %s', async (_, line, textField) => {
  expect((await read('c.jsonl', line, textField)).texts).toEqual(['here']);
});

test('a field that cannot be guessed is asked for, with the fields there are', async () => {
  expect((await read('d.jsonl', '{"first":"a","second":"b"}')).rejected).toEqual([
    'd.jsonl:1 has no field that is clearly the text; its fields are first, second',
  ]);
});

test('a packed file that is cut short gives its whole lines and then fails', async () => {
  const packed = gzipSync(Array.from({ length: 5000 }, (_, i) => `{"text":"line ${i} ${Math.sin(i)}"}\n`).join(''));
  await expect(read('e.jsonl.gz', packed.subarray(0, packed.length / 2))).rejects.toThrow(
    /cannot be unpacked \(Z_BUF_ERROR\)/,
  );
});

test('"auto" reads .json as lines where its first line is an object by itself, else as text', async () => {
  const choice = chooseReader('auto');
  const readerOf = async (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return (await choice.readerOf(join(folder, name))).id;
  };
  expect(await readerOf('lines.json', '{"text":"a"}\n{"text":"b"}\n')).toBe('jsonl');
  expect(await readerOf('pretty.json', '{\n  "text": "a"\n}\n')).toBe('text');
  expect(await readerOf('x.ndjson', '')).toBe('jsonl');
  expect(await readerOf('x.py', '')).toBe('text');
});

test('the source reader takes code and Markdown, packed or not, and leaves the rest', () => {
  const { takes } = chooseReader('source');
  expect(
    ['a/b.py', 'README.md', 'x.RS.gz', 'photo.jpg', 'data.csv', 'package-lock.json'].filter((name) => takes(name)),
  ).toEqual(['a/b.py', 'README.md', 'x.RS.gz']);
});

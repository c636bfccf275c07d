import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import papaparse from 'papaparse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvRowsOf } from './csv-rows.ts';
import { chooseReader } from './index.ts';
import type { Rejection } from './reader.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tables-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(
  name: string,
  content: string | Uint8Array,
  { textField = '', where }: { textField?: string; where?: { field: string; value: string } } = {},
) {
  const file = join(folder, name);
  writeFileSync(file, content);
  const rejected: Rejection[] = [];
  const reader = await chooseReader('auto').readerOf(file);
  const documents: [string, string][] = [];
  const options = { textField, ...(where && { where }), onBytes: () => undefined };
  for await (const { text, origin } of reader.documents(file, { ...options, reject: (one) => rejected.push(one) }))
    documents.push([basename(origin), text]);
  return { documents, rejected: rejected.map(({ file: at, reason }) => `${basename(at)} ${reason}`) };
}

test.each([
  ['commas', 'a.csv', ','],
  ['semicolons', 'b.csv', ';'],
  ['bars', 'c.csv', '|'],
  ['tabs', 'd.tsv', '\t'],
])('a table with %s between its cells is read by its header', async (_, name, separator) => {
  const rows = [
    ['id', 'text'],
    ['1', 'first, with a comma; and more'],
    ['2', 'second'],
  ];
  const text = papaparse.unparse(rows, { delimiter: separator });
  expect((await read(name, `\ufeff${text}\r\n`)).documents).toEqual([
    [`${name}:2`, 'first, with a comma; and more'],
    [`${name}:3`, 'second'],
  ]);
});

test('quoted cells may hold quotes and line ends; the line is the one on which the row begins', async () => {
  const text = 'text,id\n"two\nlines, ""quoted""",1\nplain,2\n"",3\n5" disk,4\n';
  expect(await read('e.csv', text)).toEqual({
    documents: [
      ['e.csv:2', 'two\nlines, "quoted"'],
      ['e.csv:4', 'plain'],
      ['e.csv:6', '5" disk'],
    ],
    rejected: ['e.csv:5 holds an empty text'],
  });
});

test('rows that are no rows are listed with their line, the others are read', async () => {
  const { documents, rejected } = await read('f.csv', 'id,text\n1,good\n2\n3,"bad"x,y\n\n4,fine\n');
  expect(documents.map(([, text]) => text)).toEqual(['good', 'fine']);
  expect(rejected).toEqual([
    'f.csv:3 has 1 cells, the first row has 2',
    expect.stringMatching(/^f\.csv:4 is not CSV: .*quote/) as string,
  ]);
});

test('a column that is not there is told with those that are, once for the file', async () => {
  await expect(read('g.csv', 'id,body\n1,x\n', { textField: 'text' })).rejects.toThrow(
    'has no column "text"; its columns are id, body',
  );
});

test('packed tables are read as well', async () => {
  expect((await read('h.csv.gz', gzipSync('text\none\ntwo\n'))).documents.map(([, text]) => text)).toEqual([
    'one',
    'two',
  ]);
});

test('rows are found in whatever pieces the bytes come, and are those of papaparse', async () => {
  const cell = fc.string({ maxLength: 6, unit: fc.constantFrom('a', ',', '"', '\n', 'é') });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 7 }),
      async (table, size) => {
        const bytes = Buffer.from(papaparse.unparse(table, { newline: '\n', quotes: true }));
        const rows: string[][] = [];
        const ends: number[] = [];
        for await (const row of csvRowsOf(pieces(bytes, size), 44, 1000)) {
          rows.push(papaparse.parse<string[]>(row.bytes!.toString()).data[0]!);
          ends.push(row.end);
        }
        expect(rows).toEqual(table);
        expect(ends.at(-1)).toBe(bytes.length);
      },
    ),
  );
});

const columns = (codec?: 'GZIP' | 'SNAPPY') =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'id', data: [1, 2, 3, 4], type: 'INT32' },
        { name: 'title', data: ['a', 'b', 'c', 'd'], type: 'STRING' },
        { name: 'text', data: ['one', 'two', null, 'four'], type: 'STRING', nullable: true },
        { name: 'meta', data: ['x', 'y', 'x', 'x'].map((set) => ({ set })), type: 'JSON' },
      ],
      rowGroupSize: 3,
      ...(codec && { codec }),
    }),
  );

test('Parquet is read by row group, its column guessed or named; an absent text is listed', async () => {
  expect(await read('a.parquet', columns())).toEqual({
    documents: [
      ['a.parquet:1', 'one'],
      ['a.parquet:2', 'two'],
      ['a.parquet:4', 'four'],
    ],
    rejected: ['a.parquet:3 holds null in field "text" where text should be'],
  });
  expect((await read('b.parquet', columns('SNAPPY'), { textField: 'title' })).documents).toHaveLength(4);
});

test('only records whose field holds a value are taken, also a number or one further down', async () => {
  const only = async (field: string, value: string) =>
    (await read('c.parquet', columns(), { where: { field, value } })).documents.map(([, text]) => text);
  expect(await only('meta.set', 'x')).toEqual(['one', 'four']);
  expect(await only('id', '2')).toEqual(['two']);
  const lines = '{"text":"one","n":1}\nnot json\n{"text":"two","n":2}\n';
  expect(await read('d.jsonl', lines, { where: { field: 'n', value: '2' } })).toEqual({
    documents: [['d.jsonl:3', 'two']],
    rejected: [],
  });
});

test.each([
  ['x.parquet', 'no parquet at all', /is not readable as Parquet/],
  ['y.parquet.gz', gzipSync('x'), /unpack it first/],
  ['z.pkl', 'text', /is a Python pickle: reading one runs whatever code it holds/],
  ['named.txt', new Uint8Array([0x80, 4, 0x95, 1]), /is a Python pickle/],
])('%s is refused with the reason', async (name, content, message) => {
  await expect(read(name, content)).rejects.toThrow(message);
});

// eslint-disable-next-line @typescript-eslint/require-await -- the shape of a stream
async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

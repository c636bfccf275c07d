import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FilePreviews, type PreviewOptions } from './file-preview.ts';
import { RowIndex } from './row-index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'previews-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const look = (
  file: string,
  from: number,
  limit: number,
  more: Partial<PreviewOptions> = {},
  previews = new FilePreviews(),
) => previews.preview(file, { reader: 'auto', textField: '', from, limit, ...more });

const count = 5000;
const lines = Array.from(
  { length: count },
  (_, i) => `{"id":${i},"text":"document ${i} ${'x'.repeat(i % 90)}"}\n`,
).join('');
const table = `id,text\n${Array.from({ length: count }, (_, i) => `${i},"document ${i}\n${'x'.repeat(i % 90)}"\n`).join('')}`;
const columns = new Uint8Array(
  parquetWriteBuffer({
    columnData: [
      { name: 'id', data: Array.from({ length: count }, (_, i) => i), type: 'INT32' },
      { name: 'text', data: Array.from({ length: count }, (_, i) => `document ${i}`), type: 'STRING' },
    ],
    rowGroupSize: 700,
  }),
);

test.each([
  ['rows.jsonl', lines, 'jsonl', 4321],
  ['rows.jsonl.gz', gzipSync(lines), 'jsonl', 4321],
  ['rows.jsonl.zst', zstdCompressSync(lines), 'jsonl', 4321],
  ['rows.csv', table, 'csv', 8642],
  ['rows.parquet', columns, 'parquet', null],
])('any rows of %s are shown, the later ones first or last', async (name, content, reader, line) => {
  const file = write(name, content);
  const previews = new FilePreviews();
  const at = async (from: number) => {
    const { rows, total } = await look(file, from, 2, {}, previews);
    return {
      total,
      rows: rows.map((row) => [row.index, row.line, row.cells[0], row.text?.split(/\s/).slice(0, 2).join(' ')]),
    };
  };
  const row = (i: number, atLine: number | null) => [i, atLine, String(i), `document ${i}`];
  const step = reader === 'csv' ? 2 : 1;
  const later = [row(4320, line), row(4321, line === null ? null : line + step)];
  expect((await at(4320)).rows).toEqual(later);
  expect((await at(0)).rows.map(([i]) => i)).toEqual([0, 1]);
  expect((await at(4320)).rows).toEqual(later);
  expect(await at(count - 1)).toEqual({
    total: count,
    rows: [[count - 1, expect.anything() as unknown, '4999', 'document 4999']].map((r) =>
      line === null ? [r[0], null, r[2], r[3]] : r,
    ),
  });
  expect((await at(count + 7)).rows).toEqual([]);
  expect((await look(file, 0, 1, {}, previews)).reader).toBe(reader);
});

test('the first rows of a large file are read from its start, and its length is judged from them', async () => {
  const file = write('large.jsonl', lines.repeat(40));
  const { total, estimatedTotal } = await look(file, 0, 100);
  expect(total).toBeNull();
  expect(Math.abs(estimatedTotal / (40 * count) - 1)).toBeLessThan(0.6);
  const index = await RowIndex.open(file, { kind: 'lines' });
  await index.read(100, 1);
  expect(index.total).toBeNull();
  await index.read(40 * count, 1);
  expect(index.total).toBe(40 * count);
});

test('fields are laid out with their kinds, nested ones by path, and the text field is guessed or named', async () => {
  const file = write(
    'fields.jsonl',
    '{"id":1,"meta":{"lang":"en","tags":["a"]},"content":"some text"}\n{"id":2,"ok":true,"content":null}\n',
  );
  const { fields, textField, rows } = await look(file, 0, 10);
  expect(fields).toEqual([
    { name: 'id', kind: 'number', meanCharacters: null },
    { name: 'meta.lang', kind: 'text', meanCharacters: 2 },
    { name: 'meta.tags', kind: 'list', meanCharacters: null },
    { name: 'content', kind: 'text', meanCharacters: 9 },
    { name: 'ok', kind: 'truth', meanCharacters: null },
  ]);
  expect(textField).toBe('content');
  expect(rows.map(({ cells, text, problem }) => [cells, text, problem])).toEqual([
    [['1', 'en', '["a"]', 'some text', null], 'some text', null],
    [['2', null, null, null, 'true'], null, 'holds null in field "content" where text should be'],
  ]);
  expect((await look(file, 0, 1, { textField: 'meta.lang' })).rows[0]!.text).toBe('en');
  const elsewhere = await look(file, 0, 2, { where: { field: 'id', value: '2' } });
  expect(elsewhere.rows[0]!.problem).toBe('is not of this group: its id is not "2"');
});

test('columns of Parquet keep their order, objects are opened in their place, times are shown as such', async () => {
  const bytes = new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'meta', data: [{ set: 'law', deep: { er: 1 } }], type: 'JSON' },
        { name: 'when', data: [new Date(0)], type: 'TIMESTAMP' },
        { name: 'text', data: ['some text'], type: 'STRING' },
      ],
    }),
  );
  const { fields, rows } = await look(write('columns.parquet', bytes), 0, 1);
  expect(fields.map(({ name }) => name)).toEqual(['meta.set', 'meta.deep.er', 'when', 'text']);
  expect(rows[0]!.cells).toEqual(['law', '1', '1970-01-01T00:00:00.000Z', 'some text']);
});

test('bad rows stand in their place with the reason; where no field is clearly the text, none is chosen', async () => {
  const bad = await look(write('bad.jsonl', '{"text":"a"}\n\nnot json\n'), 0, 9);
  expect(bad.rows.map(({ problem }) => problem)).toEqual([
    null,
    'is blank',
    expect.stringMatching(/^is not JSON/) as string,
  ]);
  const two = await look(write('two.jsonl', '{"first":"a","second":"b"}\n'), 0, 9);
  expect([two.textField, two.rows[0]!.text, two.rows[0]!.problem]).toEqual([null, null, null]);
});

test('plain text is shown by lines; what cannot be read says why', async () => {
  const plain = await look(write('plain.txt', 'one\r\ntwo\nthree'), 1, 5);
  expect([plain.reader, plain.total, plain.rows.map(({ line, text }) => [line, text])]).toEqual([
    'text',
    3,
    [
      [2, 'two'],
      [3, 'three'],
    ],
  ]);
  expect((await look(write('x.pkl', 'text'), 0, 1)).problem).toMatch(/^is a Python pickle/);
  expect((await look(write('x.parquet', 'text'), 0, 1)).problem).toMatch(/^is not readable as Parquet/);
  expect((await look(write('empty.csv', ''), 0, 1)).problem).toBe('is empty');
});

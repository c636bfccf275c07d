import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BufferedReader } from './buffered-file.ts';
import { openSampler } from './sampler.ts';
import { writeShards } from './shard-writer.ts';
import { openShards } from './shards.ts';

let folder: string;
const tokens = { train: [5, 70000, 9, 1], val: [2, 3], test: [] };

beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'shards-'))));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['uint16', 257, [5, 256, 9, 1]],
  ['uint32', 100_000, [5, 70_000, 9, 1]],
])('reads by position what was written (%s)', (dtype, vocabularySize, train) => {
  const meta = writeShards(join(folder, dtype), { ...tokens, train }, { key: 'k', tokenizer: 't', vocabularySize });
  const shards = openShards(join(folder, dtype));
  expect(meta.dtype).toBe(dtype);
  expect(shards.meta).toEqual(meta);
  expect([shards.tokens('train'), shards.tokens('val'), shards.tokens('test')]).toEqual([4, 2, 0]);
  expect([...shards.read('train', 1, 3)]).toEqual(train.slice(1));
  expect([...shards.read('val', 0, 2, new Int32Array(4), 1)]).toEqual([0, 2, 3, 0]);
  expect(() => shards.read('val', 1, 2)).toThrow(RangeError);
  shards.close();
});

test('a missing folder and a file cut short are refused', () => {
  expect(() => openShards(join(folder, 'none'), 'law')).toThrow(
    expect.objectContaining({
      code: 'group_not_tokenized',
      details: expect.objectContaining({ file: join(folder, 'none') }) as unknown,
    }),
  );
  writeShards(join(folder, 'cut'), tokens, { key: 'k', tokenizer: 't', vocabularySize: 100_000 });
  truncateSync(join(folder, 'cut', 'train.bin'), 3);
  expect(() => openShards(join(folder, 'cut'), 'law')).toThrow(/"law" has token shards that are damaged: train.bin/);
});

/** A file with nothing in it but what is put at some places; the rest takes no room on the disk. */
function writeSparse(file: string, size: number, pieces: readonly (readonly [number, Uint8Array])[]): void {
  writeFileSync(file, '');
  truncateSync(file, size);
  const open = openSync(file, 'r+');
  for (const [position, bytes] of pieces) writeSync(open, bytes, 0, bytes.length, position);
  closeSync(open);
}

const gigabyte = 2 ** 30;

test.each([
  ['beyond 2 GiB', 257, 2, 2 * gigabyte - 2],
  ['beyond 4 GiB', 257, 2, 4 * gigabyte - 2],
  ['beyond 8 GiB in four bytes each', 100_000, 4, 8 * gigabyte - 4],
])('tokens %s are read from where they are', (_what, vocabularySize, bytesEach, position) => {
  const place = join(folder, `sparse-${position}`);
  const written = writeShards(place, tokens, { key: 'k', tokenizer: 't', vocabularySize });
  const ids = bytesEach === 2 ? Uint16Array.of(11, 12, 13) : Uint32Array.of(11, 70_012, 13);
  const size = position + ids.byteLength;
  writeSparse(join(place, 'train.bin'), size, [[position, new Uint8Array(ids.buffer)]]);
  const train = { ...written.splits.train, tokens: size / bytesEach };
  writeFileSync(join(place, 'meta.json'), JSON.stringify({ ...written, splits: { ...written.splits, train } }));
  const shards = openShards(place);
  expect([...shards.read('train', position / bytesEach - 1, 4)]).toEqual([0, ...ids]);
  const sampler = openSampler({ shards: [shards], context: 512, batch: 4, seed: 0 });
  expect(sampler.draw([1], 'exactCarry').tokens.length).toBe(2048);
  shards.close();
});

test('text beyond 4 GiB is read from where it is', () => {
  const file = join(folder, 'sparse.txt');
  const position = 4 * gigabyte - 3;
  writeSparse(file, 5 * gigabyte, [[position, Buffer.from('across')]]);
  const reader = new BufferedReader(file, 4);
  expect(reader.read(position, 6).toString()).toBe('across');
  expect(reader.read(5 * gigabyte - 2, 6)).toEqual(Buffer.alloc(2));
  reader.close();
});

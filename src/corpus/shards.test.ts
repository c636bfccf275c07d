import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

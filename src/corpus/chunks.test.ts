import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluationChunks } from './chunks.ts';
import { writeShards } from './shard-writer.ts';
import { openShards, type Shards } from './shards.ts';

let folder: string;
let shards: Shards;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chunks-'));
  const tokens = { train: [1], val: Array<number>(1003).fill(7), test: [1, 2, 3] };
  writeShards(folder, tokens, { key: 'k', tokenizer: 'byte', vocabularySize: 257 });
  shards = openShards(folder, 'law');
});

afterAll(() => {
  shards.close();
  rmSync(folder, { recursive: true });
});

test('without a limit every whole sequence is evaluated, in order', () => {
  expect(evaluationChunks(shards, 'val', 10, 1000)).toEqual(Array.from({ length: 100 }, (_, i) => 10 * i));
});

test('a limit takes a fixed set that is spread over the split', () => {
  const set = evaluationChunks(shards, 'val', 10, 20);
  expect(set).toEqual(evaluationChunks(shards, 'val', 10, 20));
  expect(new Set(set).size).toBe(20);
  expect(set.filter((offset) => offset < 500).length).toBeGreaterThan(4);
  expect(set.filter((offset) => offset >= 500).length).toBeGreaterThan(4);
});

test('a fraction takes a random part of the fixed set, the same for the same number', () => {
  const set = new Set(evaluationChunks(shards, 'val', 10, 20));
  const part = (subset: number) => evaluationChunks(shards, 'val', 10, 20, { fraction: 0.25, subset });
  expect(part(1)).toHaveLength(5);
  expect(part(1).every((offset) => set.has(offset))).toBe(true);
  expect(part(1)).toEqual(part(1));
  expect(part(1)).not.toEqual(part(2));
});

test('a split shorter than one sequence is refused', () => {
  expect(() => evaluationChunks(shards, 'test', 10, 20)).toThrow(/"law" .* test split has 3 tokens/);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSampler, type BatchSplitter, type SamplerState } from './sampler.ts';
import { writeShards } from './shard-writer.ts';
import { openShards, type Shards } from './shards.ts';

const context = 4;
const third = [1 / 3, 1 / 3, 1 / 3];
let folder: string;
let groups: Shards[];

/** Tokens of group j are 1000 j + position, so that a row tells where it comes from. */
function makeGroup(j: number, chunks: number): Shards {
  const train = Array.from({ length: chunks * context + 3 }, (_, i) => 1000 * j + i);
  const facts = { key: `group-${j}`, tokenizer: 'byte', vocabularySize: 4000 };
  writeShards(join(folder, `${j}`), { train, val: train, test: train }, facts);
  return openShards(join(folder, `${j}`), `group ${j}`);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sampler-'));
  groups = [makeGroup(0, 10), makeGroup(1, 30), makeGroup(2, 7)];
});

afterAll(() => {
  groups.forEach((group) => group.close());
  rmSync(folder, { recursive: true });
});

const open = (seed: number, state?: SamplerState) =>
  openSampler({ shards: groups, context, batch: 8, seed, ...(state && { state }) });

/** First tokens of the sequences of one group in the order they were drawn. */
function drawn(group: number, batches: number, p: readonly number[], splitter: BatchSplitter): number[] {
  const sampler = open(5);
  const firsts: number[] = [];
  for (let i = 0; i < batches; i++) {
    const { tokens, groups: rows } = sampler.draw(p, splitter);
    rows.forEach((j, row) => {
      if (j === group) firsts.push(tokens[row * context]!);
    });
  }
  return firsts;
}

test('a batch holds whole sequences of the groups it names', () => {
  const { tokens, groups: rows, counts } = open(0).draw(third, 'exactCarry');
  expect(counts).toEqual([3, 3, 2]);
  expect(counts).toEqual([0, 1, 2].map((j) => rows.filter((row) => row === j).length));
  rows.forEach((j, row) => {
    const first = tokens[row * context]!;
    expect([Math.floor(first / 1000), (first % 1000) % context]).toEqual([j, 0]);
    expect([...tokens.subarray(row * context, (row + 1) * context)]).toEqual([0, 1, 2, 3].map((i) => first + i));
  });
});

test('an epoch visits every sequence once, and the next one in another order', () => {
  const order = drawn(0, 5, [0.5, 0.25, 0.25], 'exactCarry');
  const [first, second] = [order.slice(0, 10), order.slice(10, 20)];
  const all = Array.from({ length: 10 }, (_, i) => i * context);
  expect([...first].sort((a, b) => a - b)).toEqual(all);
  expect([...second].sort((a, b) => a - b)).toEqual(all);
  expect(second).not.toEqual(first);
});

test('the k-th sequence of a group is the same whatever the proportions and the splitter', () => {
  const alone = drawn(1, 8, [0, 1, 0], 'exactCarry');
  const mixed = drawn(1, 8, [0.3, 0.4, 0.3], 'multinomial');
  expect(mixed.length).toBeGreaterThan(10);
  expect(mixed).toEqual(alone.slice(0, mixed.length));
});

test.each<BatchSplitter>(['exactCarry', 'multinomial'])(
  'goes on from a stored state as if unbroken (%s)',
  (splitter) => {
    const p = [0.51, 0.25, 0.24];
    const unbroken = open(3);
    for (let i = 0; i < 7; i++) unbroken.draw(p, splitter);
    const resumed = open(3, JSON.parse(JSON.stringify(unbroken.state())) as SamplerState);
    for (let i = 0; i < 9; i++) expect(resumed.draw(p, splitter)).toEqual(unbroken.draw(p, splitter));
    expect(resumed.epochs()).toEqual(unbroken.epochs());
  },
);

test('a new segment owes no group anything', () => {
  const sampler = open(1);
  const first = sampler.draw([0.5, 0.3, 0.2], 'exactCarry').counts;
  expect(sampler.draw([0.5, 0.3, 0.2], 'exactCarry').counts).not.toEqual(first);
  sampler.beginSegment();
  expect(sampler.draw([0.5, 0.3, 0.2], 'exactCarry').counts).toEqual(first);
});

test('the seed changes the order', () => {
  expect(open(1).draw(third, 'exactCarry').tokens).not.toEqual(open(2).draw(third, 'exactCarry').tokens);
});

test('a group shorter than one sequence is refused by name, with its size', () => {
  const opening = () => openSampler({ shards: groups, context: 100, batch: 8, seed: 0 });
  expect(opening).toThrow(expect.objectContaining({ code: 'group_too_small' }));
  expect(opening).toThrow(/"group 0" .* training split has 43 tokens, a sequence is 100/);
});

/** A corpus larger than the memory that reading it takes. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const megabytes = 320;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'large-'));
  const file = openSync(join(folder, 'large.jsonl'), 'w');
  for (let part = 0; part < megabytes; part++) writeSync(file, linesOf(part));
  closeSync(file);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A megabyte of distinct documents of 2 KB. */
function linesOf(part: number): string {
  const body = 'all work and no play '.repeat(97);
  return Array.from({ length: 512 }, (_, i) => JSON.stringify({ text: `${part}-${i} ${body}` }) + '\n').join('');
}

/** Runs in a process of its own, which prints its largest memory so far in megabytes. */
const program = `
import { ingest } from '#corpus/ingest';
import { openSampler } from '#corpus/sampler';
import { openShards } from '#corpus/shards';
import { tokenize } from '#corpus/tokenize';
import { openTokenizer } from '#corpus/tokenizers/index';
const folder = process.argv[1];
const source = { paths: ['large.jsonl'], include: [], exclude: [], reader: 'auto', textField: 'text' };
const { version, documents } = await ingest(source, { root: folder, textsFolder: folder + '/texts' });
const build = async (id, threads) =>
  tokenize({ textFolder: folder + '/texts/' + version, tokenizer: await openTokenizer(id), shardsFolder: folder + '/shards', threads });
const shards = await build('byte', 1);
const sampler = openSampler({ shards: [openShards(shards.folder)], context: 512, batch: 16, seed: 0 });
for (let i = 0; i < 200; i++) sampler.draw([1], 'exactCarry');
const largest = () => process.resourceUsage().maxRSS / 1024;
const alone = largest();
const { meta } = await build('gpt2', 2);
console.log(JSON.stringify({ documents, alone, inThreads: largest(), tokens: meta.splits.train.tokens }));
`;

test('ingest, tokenize and sample hold only a small part of a corpus at a time, and threads each a fixed size', () => {
  const args = ['--input-type=module', '--max-old-space-size=64', '--eval', program, folder];
  const { documents, alone, inThreads, tokens } = JSON.parse(
    execFileSync(process.execPath, args, { cwd: join(import.meta.dirname, '../..'), encoding: 'utf8' }),
  ) as Record<'documents' | 'alone' | 'inThreads' | 'tokens', number>;
  expect(documents).toBe(megabytes * 512);
  expect(tokens).toBeGreaterThan((megabytes * 2 ** 20) / 8);
  expect(alone).toBeLessThan(megabytes / 1.5);
  expect(inThreads - alone).toBeLessThan(3 * 80); // two threads and this one have the tables of GPT-2
});

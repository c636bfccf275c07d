/** Threads that encode: real ones. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomFor } from '#base/random';
import { ingest } from '../ingest.ts';
import { splits } from '../split.ts';
import { tokenize } from '../tokenize.ts';
import { openTokenizer, type Tokenizer } from '../tokenizers/index.ts';
import { startCrew } from './crew.ts';
import { PartEncoder } from './part-encoder.ts';

let folder: string;
let textFolder: string;
let tokenizer: Tokenizer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'encoding-'));
  const random = randomFor(0, 'words');
  const words = ['all', 'work', 'and', 'no', 'play', 'made', 'Jack', 'a', 'dull', 'boy', 'Straße', '世界', '🦔', '\n'];
  const line = (): string =>
    Array.from({ length: 20 + random.below(600) }, () => words[random.below(words.length)]!).join(' ');
  const lines = Array.from({ length: 6000 }, () => JSON.stringify({ text: line() }) + '\n');
  writeFileSync(join(folder, 'a.jsonl'), lines.join(''));
  const source = { paths: ['a.jsonl'], include: [], exclude: [], reader: 'auto', textField: 'text' };
  const { version } = await ingest(source, { root: folder, textsFolder: join(folder, 'texts') });
  textFolder = join(folder, 'texts', version);
  // Worth several threads however small the text is.
  tokenizer = { ...(await openTokenizer('gpt2')), bytesWorthAThread: 1 << 18 };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('shards are the same to the last byte whatever the number of threads', async () => {
  const filesWith = async (threads: number): Promise<readonly Buffer[]> => {
    const shardsFolder = join(folder, `shards-${threads}`);
    const progress: number[] = [];
    const onProgress = ({ done }: { done: number }): void => void progress.push(done);
    const shards = await tokenize({ textFolder, tokenizer, shardsFolder, threads, onProgress });
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    return [...splits.map((split) => `${split}.bin`), 'meta.json'].map((name) =>
      readFileSync(join(shards.folder, name)),
    );
  };
  const one = await filesWith(1);
  expect(one[0]!.length).toBeGreaterThan(1 << 21); // several parts for each thread
  for (const threads of [2, 5]) expect(await filesWith(threads)).toEqual(one);
});

const part = { first: 3, documents: 40, bytes: 0 };

test.each([
  ['does not start', 'missing.ts', ''],
  [
    'dies at the first part',
    'dies.mjs',
    "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(3));",
  ],
  ['fails while it loads', 'fails.mjs', "throw new Error('no memory');"],
])('what a thread that %s leaves undone is done here', async (_what, name, program) => {
  const file = join(folder, name);
  if (program !== '') writeFileSync(file, program);
  const here = new PartEncoder(textFolder, tokenizer, true);
  const crew = startCrew(textFolder, tokenizer, true, 2, file);
  const encoded = await Promise.all([crew.encode(part), crew.encode(part), crew.encode(part)]);
  const wanted = here.encode(part);
  expect(encoded).toEqual([wanted, wanted, wanted]);
  await crew.close();
  here.close();
});

test('a tokenizer file that has changed since it was opened is not used by threads', async () => {
  const file = join(folder, 'tokenizer.json');
  const words = (last: string): string =>
    JSON.stringify({
      added_tokens: [],
      normalizer: null,
      pre_tokenizer: { type: 'Whitespace' },
      post_processor: null,
      decoder: null,
      model: { type: 'WordLevel', vocab: { '[UNK]': 0, all: 1, [last]: 2 }, unk_token: '[UNK]' },
    });
  writeFileSync(file, words('work'));
  const opened = await openTokenizer(file);
  writeFileSync(file, words('play'));
  const crew = startCrew(textFolder, opened, true, 1);
  const here = new PartEncoder(textFolder, opened, true);
  expect(await crew.encode(part)).toEqual(here.encode(part));
  await crew.close();
  here.close();
});

test('a task that is stopped ends its threads and leaves nothing', async () => {
  const controller = new AbortController();
  const shardsFolder = join(folder, 'stopped');
  const onProgress = (): void => controller.abort(new Error('stop it'));
  const stopped = tokenize({ textFolder, tokenizer, shardsFolder, threads: 2, onProgress, signal: controller.signal });
  await expect(stopped).rejects.toThrow('stop it');
  expect(readdirSync(shardsFolder)).toEqual([]);
});

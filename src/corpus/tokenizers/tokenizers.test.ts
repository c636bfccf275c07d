import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTokenizer } from './index.ts';
import { runsOf } from './runs.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokenizers-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A word-level tokenizer.json of four words. */
function tokenizerJson(addedTokens: readonly object[]): string {
  return JSON.stringify({
    version: '1.0',
    added_tokens: addedTokens,
    normalizer: null,
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: null,
    decoder: null,
    model: { type: 'WordLevel', vocab: { '[UNK]': 0, a: 1, b: 2, c: 3 }, unk_token: '[UNK]' },
  });
}

const end = {
  id: 4,
  content: '</s>',
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
};

test('byte tokens are the UTF-8 bytes', async () => {
  const tokenizer = await openTokenizer('byte');
  expect(Array.from(tokenizer.encode('é!'))).toEqual([0xc3, 0xa9, 33]);
  expect(tokenizer.decode([0xc3, 0xa9, 33, 256])).toBe('é!');
  expect([tokenizer.vocabularySize, tokenizer.endOfDocument]).toEqual([257, 256]);
});

test('gpt2 gives the ids of GPT-2 and takes special tokens in a text as plain text', async () => {
  const tokenizer = await openTokenizer('gpt2');
  expect(Array.from(tokenizer.encode('Hello, world!'))).toEqual([15496, 11, 995, 0]);
  expect(Array.from(tokenizer.encode('<|endoftext|>'))).not.toContain(50256);
  expect(tokenizer.decode(Array.from(tokenizer.encode('<|endoftext|> 🦔\n\n  x')))).toBe('<|endoftext|> 🦔\n\n  x');
});

test('a tokenizer.json is read, with its end token or a new one after the last id', async () => {
  const named = join(folder, 'named.json');
  writeFileSync(named, tokenizerJson([end]));
  const withEnd = await openTokenizer(named);
  expect(withEnd.id).toMatch(/^file:[0-9a-f]{16}$/);
  expect(withEnd).toMatchObject({ vocabularySize: 5, endOfDocument: 4 });
  expect(Array.from(withEnd.encode('c a x b'))).toEqual([3, 1, 0, 2]);
  const unnamed = join(folder, 'unnamed.json');
  writeFileSync(unnamed, tokenizerJson([]));
  expect(await openTokenizer(unnamed)).toMatchObject({ vocabularySize: 5, endOfDocument: 4 });
});

test('an unknown id is refused with those that exist, a file that is none with the reason', async () => {
  await expect(openTokenizer('gpt5')).rejects.toEqual(
    expect.objectContaining({
      code: 'tokenizer_unknown',
      details: { field: 'tokenizer', remedy: 'Choose byte or gpt2, or give the path of a tokenizer.json.' },
    }),
  );
  writeFileSync(join(folder, 'broken.json'), '{');
  writeFileSync(join(folder, 'other.json'), '{"a": 1}');
  for (const name of ['missing.json', 'broken.json', 'other.json'])
    await expect(openTokenizer(join(folder, name))).rejects.toEqual(
      expect.objectContaining({ code: 'tokenizer_file_unreadable', message: expect.stringContaining(name) as string }),
    );
});

test('only very long runs are cut, and the pieces are the text', () => {
  const ordinary = 'A sentence, with signs and 12345. '.repeat(500);
  expect(runsOf(ordinary)).toEqual([ordinary]);
  const text = `See ${'a'.repeat(2500)}?${'🦔'.repeat(1500)} end`;
  expect(runsOf(text).join('')).toBe(text);
  expect(runsOf(text).map(({ length }) => length)).toEqual([1004, 1000, 500, 1999, 1002, 4]);
});

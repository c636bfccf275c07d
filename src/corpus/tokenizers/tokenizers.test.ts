import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encode as packageEncode } from 'gpt-tokenizer/encoding/r50k_base';
import { randomFor } from '#base/random';
import { idsOf, openTokenizer } from './index.ts';
import { pieceEnds } from './runs.ts';
import { madeUpText } from './testing/made-up-text.ts';

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
  expect(Array.from(idsOf(tokenizer, 'é!'))).toEqual([0xc3, 0xa9, 33]);
  expect(tokenizer.decode([0xc3, 0xa9, 33, 256])).toBe('é!');
  expect([tokenizer.vocabularySize, tokenizer.endOfDocument]).toEqual([257, 256]);
});

test('gpt2 gives the ids of GPT-2 and takes special tokens in a text as plain text', async () => {
  const tokenizer = await openTokenizer('gpt2');
  expect(Array.from(idsOf(tokenizer, 'Hello, world!'))).toEqual([15496, 11, 995, 0]);
  expect(Array.from(idsOf(tokenizer, '<|endoftext|>'))).not.toContain(50256);
  expect(tokenizer.decode(idsOf(tokenizer, '<|endoftext|> 🦔\n\n  x'))).toBe('<|endoftext|> 🦔\n\n  x');
});

test('a tokenizer.json is read, with its end token or a new one after the last id', async () => {
  const named = join(folder, 'named.json');
  writeFileSync(named, tokenizerJson([end]));
  const withEnd = await openTokenizer(named);
  expect(withEnd.id).toMatch(/^file:[0-9a-f]{16}$/);
  expect(withEnd).toMatchObject({ vocabularySize: 5, endOfDocument: 4 });
  expect(Array.from(idsOf(withEnd, 'c a x b'))).toEqual([3, 1, 0, 2]);
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
  const pieces = (text: string): string[] => {
    const bytes = Buffer.from(text);
    const ends = pieceEnds(bytes);
    return ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end).toString());
  };
  const ordinary = 'A sentence, with signs and 12345. '.repeat(500);
  expect(pieces(ordinary)).toEqual([ordinary]);
  expect(pieces('b'.repeat(1000))).toEqual(['b'.repeat(1000)]);
  const text = `See ${'a'.repeat(2500)}?${'🦔'.repeat(1500)} end`;
  expect(pieces(text).join('')).toBe(text);
  expect(pieces(text).map(({ length }) => length)).toEqual([1004, 1000, 500, 1999, 1002, 4]);
});

test('gpt2 gives the ids of the package that its ranks come from, whatever the text', async () => {
  const tokenizer = await openTokenizer('gpt2');
  const asPlainText = { disallowedSpecial: new Set<string>() };
  for (let seed = 0; seed < 100; seed++) {
    const text = madeUpText(seed);
    expect(Array.from(idsOf(tokenizer, text))).toEqual(packageEncode(text, asPlainText));
  }
});

test.each([
  ['one letter', 'a'.repeat(900)],
  ['letters of two bytes', 'д'.repeat(700)],
  ['base64', Buffer.from(Array.from({ length: 600 }, (_, i) => (i * 7919) & 255)).toString('base64')],
  ['blanks before a word', ' '.repeat(500) + 'word'],
])('a long word of %s is merged as a short one is', async (_what, text) => {
  const tokenizer = await openTokenizer('gpt2');
  expect(Array.from(idsOf(tokenizer, text))).toEqual(packageEncode(text));
});

test('a word is the same when it was forgotten in between', async () => {
  const tokenizer = await openTokenizer('gpt2');
  const before = idsOf(tokenizer, 'flibbertigibbetish');
  const random = randomFor(0, 'words');
  const word = (): string => random.next().toString(36).slice(2).replace(/\d/g, 'x');
  for (let i = 0; i < 100; i++) idsOf(tokenizer, Array.from({ length: 1000 }, word).join(' '));
  expect(idsOf(tokenizer, 'flibbertigibbetish')).toEqual(before);
});

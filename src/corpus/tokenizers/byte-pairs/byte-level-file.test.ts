import { Tokenizer } from '@huggingface/tokenizers';
import { expect, test } from 'vitest';
import { encodeByLibrary } from '../file.ts';
import { addedToken, gpt2File } from '../testing/gpt2-file.ts';
import { madeUpText } from '../testing/made-up-text.ts';
import { TokenBuffer } from '../token-buffer.ts';
import { byteLevelEncoder, type Encode } from './byte-level-file.ts';

interface File {
  readonly model: object;
  readonly added_tokens: readonly object[];
}

const gpt2 = JSON.parse(gpt2File()) as File;

function fileWith(change: (file: File) => object): object {
  return { ...gpt2, ...change(gpt2) };
}

function idsOf(encode: Encode, text: string): number[] {
  const ids = new TokenBuffer();
  encode(Buffer.from(text), ids);
  return Array.from(ids.toArray());
}

const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true };
const split = (pattern: string) => ({
  type: 'Split',
  pattern: { Regex: pattern },
  behavior: 'Isolated',
  invert: false,
});
const blanks = Array.from({ length: 6 }, (_, i) => ({
  ...addedToken(50257 + i, ' '.repeat(7 - i), false),
  normalized: true,
}));
const llama =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

test.each([
  ['GPT-2', () => ({})],
  [
    'GPT-NeoX: normal form, blanks that are tokens',
    ({ added_tokens }: File) => ({
      normalizer: { type: 'NFC' },
      added_tokens: [...added_tokens, ...blanks, addedToken(50270, '<pad>', true)],
    }),
  ],
  [
    'Llama 3: a pattern of its own, words that are tokens stay whole',
    ({ model }: File) => ({
      pre_tokenizer: { type: 'Sequence', pretokenizers: [split(llama), { ...byteLevel, use_regex: false }] },
      model: { ...model, ignore_merges: true },
    }),
  ],
  [
    'SmolLM: digits apart',
    () => ({
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Digits', individual_digits: true },
          { ...byteLevel, use_regex: true },
        ],
      },
    }),
  ],
])(
  'a file like that of %s gives the ids that the library gives',
  (_what, change) => {
    const file = fileWith(change);
    const quick = byteLevelEncoder(file);
    const library = encodeByLibrary(new Tokenizer(file, {}), file as never);
    expect(quick).not.toBeNull();
    for (let seed = 0; seed < 8; seed++) {
      const text = madeUpText(seed);
      expect(idsOf(quick!, text)).toEqual(idsOf(library, text));
    }
  },
  60_000,
); // loading the library's tables takes a while on a busy machine

test.each([
  ['puts a space before every text', () => ({ pre_tokenizer: { ...byteLevel, add_prefix_space: true } })],
  ['changes the text', () => ({ normalizer: { type: 'Lowercase' } })],
  ['cuts words in a way that is not known here', () => ({ pre_tokenizer: { type: 'Whitespace' } })],
  [
    'has tokens that take blanks with them',
    ({ added_tokens }: File) => ({ added_tokens: [{ ...added_tokens[0], lstrip: true }] }),
  ],
  ['drops merges at random', ({ model }: File) => ({ model: { ...model, dropout: 0.1 } })],
  ['is of another kind', () => ({ model: { type: 'WordLevel', vocab: { a: 1 }, unk_token: 'a' } })],
  ['lacks a byte', ({ model }: File) => ({ model: { ...model, vocab: { a: 0, b: 1 }, merges: [] } })],
])('a file that %s is left to the library', (_what, change) => {
  expect(byteLevelEncoder(fileWith(change))).toBeNull();
});

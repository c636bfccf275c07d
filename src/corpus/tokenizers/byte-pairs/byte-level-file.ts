/**
 * The quick way for tokenizer files that merge bytes, as those of GPT-2, GPT-NeoX, Pythia, Llama 3 and Qwen do. Which
 * ids a text gets is the file's matter alone: what is not known here to the last detail is left to the library.
 */
import { isAscii } from 'node:buffer';
import { SequencePreTokenizer } from '@huggingface/tokenizers';
import * as z from 'zod';
import type { TokenBuffer } from '../token-buffer.ts';
import { AddedTokens } from './added-tokens.ts';
import { fileBytePairs } from './file-byte-pairs.ts';
import { wordEnd } from './gpt2-words.ts';

const byteLevel = z.object({
  type: z.literal('ByteLevel'),
  add_prefix_space: z.literal(false),
  use_regex: z.boolean().default(true),
});
const earlier = z.looseObject({ type: z.enum(['Split', 'Digits', 'Punctuation']) });
const nothing = z.literal(['', null]).optional();

const byteLevelFile = z.object({
  added_tokens: z.array(
    z.object({
      id: z.int(),
      content: z.string().min(1),
      single_word: z.literal(false).optional(),
      lstrip: z.literal(false).optional(),
      rstrip: z.literal(false).optional(),
      special: z.boolean().default(false),
      normalized: z.boolean().optional(),
    }),
  ),
  normalizer: z.object({ type: z.literal('NFC') }).nullable(),
  pre_tokenizer: z.union([
    byteLevel.transform((last) => ({ first: [], last })),
    z
      .object({
        type: z.literal('Sequence'),
        pretokenizers: z.tuple([earlier, byteLevel]).or(z.tuple([earlier, earlier, byteLevel])),
      })
      .transform(({ pretokenizers }) => ({
        first: pretokenizers.slice(0, -1),
        last: byteLevel.parse(pretokenizers.at(-1)),
      })),
  ]),
  model: z.object({
    type: z.literal('BPE'),
    dropout: z.literal([0, null]).optional(),
    continuing_subword_prefix: nothing,
    continuing_subword_suffix: nothing,
    end_of_word_suffix: nothing,
    byte_fallback: z.literal(false).optional(),
    ignore_merges: z.boolean().default(false),
    vocab: z.record(z.string(), z.int()),
    merges: z.array(z.union([z.string().transform((pair) => pair.split(' ')), z.array(z.string())])),
  }),
});

/** Appends the ids of a text in UTF-8. */
export type Encode = (text: Uint8Array, into: TokenBuffer) => void;

/** @param json content of a tokenizer.json @returns null where the file is of another kind, or names something unusual */
export function byteLevelEncoder(json: unknown): Encode | null {
  const { data: file } = byteLevelFile.safeParse(json);
  const pairs = file && fileBytePairs(file.model);
  if (!pairs || !file.added_tokens.every(({ id, content }) => (file.model.vocab[content] ?? id) === id)) return null;
  const { raw, normal } = addedTokensOf(file);
  const { first, last } = file.pre_tokenizer;
  const words = first.length > 0 ? new SequencePreTokenizer({ type: 'Sequence', pretokenizers: first } as never) : null;

  const encodeWords: Encode = (text, into) => {
    into.reserve(text.length);
    for (let start = 0; start < text.length;) {
      const end = last.use_regex ? wordEnd(text, start, text.length) : text.length;
      pairs.encode(text, start, end, into);
      start = end;
    }
  };
  const encodeText: Encode = (text, into) => {
    if (words === null) encodeWords(text, into);
    else for (const word of words.pre_tokenize(asText(text))) encodeWords(Buffer.from(word), into);
  };
  const encodeSection: Encode = (text, into) => {
    const normalized = file.normalizer === null || isAscii(text) ? text : Buffer.from(asText(text).normalize('NFC'));
    into.reserve(normalized.length);
    normal.split(normalized, 0, normalized.length, {
      token: (id) => into.push(id),
      text: (start, end) => encodeText(normalized.subarray(start, end), into),
    });
  };
  return (text, into) => {
    into.reserve(text.length);
    raw.split(text, 0, text.length, {
      token: (id) => into.push(id),
      text: (start, end) => encodeSection(text.subarray(start, end), into),
    });
  };
}

/** Those that are looked for in the text as it is, and those in its normal form. */
function addedTokensOf({
  added_tokens,
  normalizer,
}: z.infer<typeof byteLevelFile>): Record<'raw' | 'normal', AddedTokens> {
  const isNormal = ({ normalized, special }: (typeof added_tokens)[number]): boolean =>
    normalizer !== null && (normalized ?? !special);
  const of = (wanted: boolean): AddedTokens =>
    new AddedTokens(
      added_tokens
        .filter((token) => isNormal(token) === wanted)
        .map(({ id, content }) => ({ id, content: Buffer.from(wanted ? content.normalize('NFC') : content) })),
    );
  return { raw: of(false), normal: of(true) };
}

function asText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

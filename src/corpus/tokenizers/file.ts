/** A tokenizer from a Hugging Face tokenizer.json. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { Refusal } from '#base/refusal';
import { byteLevelEncoder, type Encode } from './byte-pairs/byte-level-file.ts';
import { pieceEnds } from './runs.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Names of the token that ends a text, the likeliest first. */
const endNames = ['<|endoftext|>', '<|end_of_text|>', '</s>', '<eos>', '<|eos|>', '[EOS]', '[SEP]'];

/** @throws Refusal `tokenizer_file_unreadable` */
export async function openTokenizerFile(file: string): Promise<Tokenizer> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw unreadable(file, 'cannot be read', error);
  });
  const { json, inner } = parse(file, bytes);
  const ids = [...inner.get_vocab(true).values()];
  const known = ids.reduce((most, id) => Math.max(most, id + 1), 0);
  const named = endNames.map((name) => inner.token_to_id(name)).find((id) => id !== undefined);
  const endOfDocument = named ?? known; // a new id where the file has none
  const quick = byteLevelEncoder(json);
  const encode = quick ?? encodeByLibrary(inner, json);
  return {
    id: `file:${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`,
    source: resolve(file),
    title: `${basename(file)} (${known} tokens)`,
    vocabularySize: Math.max(known, endOfDocument + 1),
    endOfDocument,
    bytesWorthAThread: quick ? 1 << 24 : 1 << 20,
    encode: (text, into) => {
      let start = 0;
      for (const end of pieceEnds(text)) {
        encode(text.subarray(start, end), into);
        start = end;
      }
    },
    decode: (tokens) => inner.decode(Array.from(tokens).filter((id) => id !== endOfDocument)),
  };
}

interface TokenizerJson {
  readonly model: { readonly unk_token?: string | null };
}

function parse(file: string, bytes: Buffer): { readonly json: TokenizerJson; readonly inner: HuggingFaceTokenizer } {
  try {
    const json = JSON.parse(bytes.toString('utf8')) as TokenizerJson | null;
    if (typeof json?.model !== 'object') throw new Error('it has no "model"');
    const inner = new HuggingFaceTokenizer(json, {});
    inner.encode('a');
    return { json, inner };
  } catch (error) {
    throw unreadable(file, `is not a tokenizer.json: ${(error as Error).message}`, error);
  }
}

/** Words that the vocabulary lacks come without an id from the library; the file names the token to use. */
export function encodeByLibrary(inner: HuggingFaceTokenizer, { model }: TokenizerJson): Encode {
  const unknown = inner.token_to_id(model.unk_token ?? '');
  return (text, into) => {
    const string = Buffer.from(text.buffer, text.byteOffset, text.length).toString('utf8');
    const found: readonly (number | undefined)[] = inner.encode(string, { add_special_tokens: false }).ids;
    for (const id of found.map((id) => id ?? unknown)) if (id !== undefined) into.push(id);
  };
}

function unreadable(file: string, what: string, cause: unknown): Refusal {
  const remedy = 'Give the tokenizer.json of a Hugging Face tokenizer, or use "byte" or "gpt2".';
  return new Refusal('tokenizer_file_unreadable', `${file} ${what}.`, { file, field: 'tokenizer', remedy }, { cause });
}

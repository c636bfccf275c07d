/** A tokenizer from a Hugging Face tokenizer.json. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { Refusal } from '#base/refusal';
import { pieceEnds } from './runs.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Names of the token that ends a text, the likeliest first. */
const endNames = ['<|endoftext|>', '<|end_of_text|>', '</s>', '<eos>', '<|eos|>', '[EOS]', '[SEP]'];

/** @throws Refusal `tokenizer_file_unreadable` */
export async function openTokenizerFile(file: string): Promise<Tokenizer> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw unreadable(file, 'cannot be read', error);
  });
  const inner = parse(file, bytes);
  const ids = [...inner.get_vocab(true).values()];
  const known = ids.reduce((most, id) => Math.max(most, id + 1), 0);
  const named = endNames.map((name) => inner.token_to_id(name)).find((id) => id !== undefined);
  const unknown = inner.token_to_id(unknownNameIn(bytes));
  const idsOf = (run: string): number[] => {
    const found: readonly (number | undefined)[] = inner.encode(run, { add_special_tokens: false }).ids;
    return found.map((id) => id ?? unknown).filter((id) => id !== undefined);
  };
  const endOfDocument = named ?? known; // a new id where the file has none
  return {
    id: `file:${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`,
    source: resolve(file),
    title: `${basename(file)} (${known} tokens)`,
    vocabularySize: Math.max(known, endOfDocument + 1),
    endOfDocument,
    bytesWorthAThread: 1 << 20,
    encode: (text, into) => {
      let start = 0;
      for (const end of pieceEnds(text)) {
        const ids = idsOf(Buffer.from(text.buffer, text.byteOffset + start, end - start).toString('utf8'));
        into.reserve(ids.length);
        for (const id of ids) into.push(id);
        start = end;
      }
    },
    decode: (tokens) => inner.decode(Array.from(tokens).filter((id) => id !== endOfDocument)),
  };
}

function parse(file: string, bytes: Buffer): HuggingFaceTokenizer {
  try {
    const json = JSON.parse(bytes.toString('utf8')) as { model?: unknown } | null;
    if (typeof json?.model !== 'object') throw new Error('it has no "model"');
    const tokenizer = new HuggingFaceTokenizer(json, {});
    tokenizer.encode('a');
    return tokenizer;
  } catch (error) {
    throw unreadable(file, `is not a tokenizer.json: ${(error as Error).message}`, error);
  }
}

/** Words that the vocabulary lacks come without an id from the library; the file names the token to use. */
function unknownNameIn(bytes: Buffer): string {
  const { model } = JSON.parse(bytes.toString('utf8')) as { model: { unk_token?: string | null } };
  return model.unk_token ?? '';
}

function unreadable(file: string, what: string, cause: unknown): Refusal {
  const remedy = 'Give the tokenizer.json of a Hugging Face tokenizer, or use "byte" or "gpt2".';
  return new Refusal('tokenizer_file_unreadable', `${file} ${what}.`, { file, field: 'tokenizer', remedy }, { cause });
}

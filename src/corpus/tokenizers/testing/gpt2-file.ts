/** GPT-2's byte pairs as a Hugging Face tokenizer.json: for tests, and for measuring other encoders with the same tokens. */
import ranks from 'gpt-tokenizer/bpeRanks/r50k_base';
import { byteNames } from '../byte-pairs/file-byte-pairs.ts';

/** The content of tokenizer.json, with other values of its top-level fields where they are given. */
export function gpt2File(fields: Readonly<Record<string, unknown>> = {}): string {
  const tokens = gpt2Tokens();
  const names = tokens.map(nameOf);
  const idOf = new Map(tokens.map((token, id) => [token.toString('latin1'), id]));
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [addedToken(50256, '<|endoftext|>', true)],
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: byteLevel,
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      vocab: Object.fromEntries([...names.map((name, id) => [name, id] as const), ['<|endoftext|>', 50256]]),
      merges: tokens.filter((token) => token.length > 1).map((token) => lastMerge(token, idOf).map(nameOf).join(' ')),
    },
    ...fields,
  });
}

/** Bytes of each token, by its id. */
export function gpt2Tokens(): readonly Buffer[] {
  return ranks.map((token) => Buffer.from(token as string));
}

export function addedToken(id: number, content: string, special: boolean): object {
  return { id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special };
}

/** The two that a token is made of: what merging its bytes gives before the last merge. */
function lastMerge(token: Buffer, idOf: ReadonlyMap<string, number>): readonly [Buffer, Buffer] {
  let parts = [...token].map((byte) => Buffer.of(byte));
  while (parts.length > 2) {
    const ranksOf = parts.slice(1).map((part, i) => idOf.get(Buffer.concat([parts[i]!, part]).toString('latin1')));
    const at = ranksOf.indexOf(Math.min(...ranksOf.map((rank) => rank ?? Infinity)));
    parts = [...parts.slice(0, at), Buffer.concat([parts[at]!, parts[at + 1]!]), ...parts.slice(at + 2)];
  }
  return [parts[0]!, parts[1]!];
}

function nameOf(token: Buffer): string {
  return [...token].map((byte) => byteNames[byte]!).join('');
}

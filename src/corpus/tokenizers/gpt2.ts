/** GPT-2's byte-pair encoding (r50k_base): its ranks come from a package, text is encoded here, in bytes. */
import { rankedBytePairs } from './byte-pairs/byte-pairs.ts';
import { wordEnd } from './byte-pairs/gpt2-words.ts';
import { pieceEnds } from './runs.ts';
import type { Tokenizer } from './tokenizer.ts';

const endOfDocument = 50256;

let opened: Promise<Tokenizer> | undefined;

/** The table is large, so it is loaded when it is wanted, and once. */
export function openGpt2(): Promise<Tokenizer> {
  return (opened ??= load());
}

async function load(): Promise<Tokenizer> {
  const { default: ranks } = await import('gpt-tokenizer/bpeRanks/r50k_base');
  const tokens = ranks.map((token) => (typeof token === 'string' ? Buffer.from(token) : Uint8Array.from(token)));
  const pairs = rankedBytePairs(tokens);
  return {
    id: 'gpt2',
    source: 'gpt2',
    title: 'GPT-2 byte pairs (50,257 tokens)',
    vocabularySize: 50257,
    endOfDocument,
    bytesWorthAThread: 1 << 24,
    encode: (text, into) => {
      into.reserve(text.length);
      let start = 0;
      for (const end of pieceEnds(text))
        while (start < end) {
          const after = wordEnd(text, start, end);
          pairs.encode(text, start, after, into);
          start = after;
        }
    },
    decode: (ids) => {
      const known = Array.from(ids).filter((id) => id !== endOfDocument);
      return Buffer.concat(known.map((id) => tokens[id]!)).toString('utf8');
    },
  };
}

/** GPT-2's byte-pair encoding (r50k_base), from a package. */
import { runsOf } from './runs.ts';
import type { Tokenizer } from './tokenizer.ts';

const endOfDocument = 50256;
const asPlainText = { disallowedSpecial: new Set<string>() };

/** The merge table is large, so it is loaded when it is wanted. */
export async function openGpt2(): Promise<Tokenizer> {
  const { encode, decode } = await import('gpt-tokenizer/encoding/r50k_base');
  return {
    id: 'gpt2',
    title: 'GPT-2 byte pairs (50,257 tokens)',
    vocabularySize: 50257,
    endOfDocument,
    encode: (text) => runsOf(text).flatMap((run) => encode(run, asPlainText)),
    decode: (ids) => decode(Array.from(ids).filter((id) => id !== endOfDocument)),
  };
}

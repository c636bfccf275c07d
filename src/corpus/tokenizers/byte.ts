/** Bytes as tokens: needs no file, knows every text, 256 ids and one for the end of a document. */
import type { Tokenizer } from './tokenizer.ts';

const endOfDocument = 256;

export const byteTokenizer: Tokenizer = {
  id: 'byte',
  source: 'byte',
  title: 'Bytes (257 tokens)',
  vocabularySize: 257,
  endOfDocument,
  bytesWorthAThread: 1 << 28,
  encode: (text, into) => {
    into.reserve(text.length);
    into.ids.set(text, into.length);
    into.length += text.length;
  },
  decode: (ids) => Buffer.from(Array.from(ids).filter((id) => id !== endOfDocument)).toString('utf8'),
};

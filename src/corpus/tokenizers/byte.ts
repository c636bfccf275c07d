/** Bytes as tokens: needs no file, knows every text, 256 ids and one for the end of a document. */
import type { Tokenizer } from './tokenizer.ts';

const endOfDocument = 256;

export const byteTokenizer: Tokenizer = {
  id: 'byte',
  title: 'Bytes (257 tokens)',
  vocabularySize: 257,
  endOfDocument,
  encode: (text) => Buffer.from(text),
  decode: (ids) => Buffer.from(Array.from(ids).filter((id) => id !== endOfDocument)).toString('utf8'),
};

/** What a tokenizer is: text to token ids and back. */
import { TokenBuffer } from './token-buffer.ts';

export interface Tokenizer {
  /** 'byte', 'gpt2', or 'file:' and the first 16 hex digits of the file's SHA-256. */
  readonly id: string;
  /** What `openTokenizer` opens it by once more, in another thread: an id or an absolute path. */
  readonly source: string;
  readonly title: string;
  /** Ids are below this number; the end-of-document token is counted. */
  readonly vocabularySize: number;
  /** Id that ends each document. */
  readonly endOfDocument: number;
  /** So much text takes longer to encode than a thread to start and to load what it needs. */
  readonly bytesWorthAThread: number;
  /** Appends the ids of a text in UTF-8, without the end of the document. Special tokens spelt out in the text are plain text. */
  encode(text: Uint8Array, into: TokenBuffer): void;
  decode(ids: ArrayLike<number>): string;
}

/** Ids of a text by themselves. */
export function idsOf(tokenizer: Tokenizer, text: string): Uint32Array {
  const ids = new TokenBuffer();
  tokenizer.encode(Buffer.from(text), ids);
  return ids.toArray();
}

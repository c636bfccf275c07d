/** What a tokenizer is: text to token ids and back. */
export interface Tokenizer {
  /** 'byte', 'gpt2', or 'file:' and the first 16 hex digits of the file's SHA-256. */
  readonly id: string;
  readonly title: string;
  /** Ids are below this number; the end-of-document token is counted. */
  readonly vocabularySize: number;
  /** Id that ends each document. */
  readonly endOfDocument: number;
  /** Ids of a text, without the end of the document. Special tokens spelt out in the text are plain text. */
  encode(text: string): ArrayLike<number>;
  decode(ids: ArrayLike<number>): string;
}

/** Encodes parts of a stored text, which it reads by itself: in this thread or in another one. */
import { isUtf8 } from 'node:buffer';
import { dtypeFor } from '../shards-meta.ts';
import { splits, type Split } from '../split.ts';
import { TextReader } from '../text-store.ts';
import { TokenBuffer } from '../tokenizers/token-buffer.ts';
import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import type { Part } from './parts.ts';

/** Ids in the type that shards have, each in memory of its own. */
export type EncodedPart = Readonly<Record<Split, Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>>;

export class PartEncoder {
  readonly #text: TextReader;
  readonly #tokenizer: Tokenizer;
  readonly #endsDocuments: boolean;
  readonly #ids: Readonly<Record<Split, TokenBuffer>>;

  /** @param endsDocuments an end-of-document token after each document */
  constructor(textFolder: string, tokenizer: Tokenizer, endsDocuments: boolean) {
    this.#text = new TextReader(textFolder);
    this.#tokenizer = tokenizer;
    this.#endsDocuments = endsDocuments;
    this.#ids = { train: new TokenBuffer(), val: new TokenBuffer(), test: new TokenBuffer() };
  }

  encode({ first, documents }: Part): EncodedPart {
    for (const split of splits) this.#ids[split].clear();
    for (let document = first; document < first + documents; document++) {
      const record = this.#text.record(document);
      const bytes = this.#text.read(record);
      const ids = this.#ids[record.split];
      this.#tokenizer.encode(isUtf8(bytes) ? bytes : Buffer.from(bytes.toString('utf8')), ids);
      if (this.#endsDocuments) ids.push(this.#tokenizer.endOfDocument);
    }
    return { train: this.#taken('train'), val: this.#taken('val'), test: this.#taken('test') };
  }

  close(): void {
    this.#text.close();
  }

  #taken(split: Split): EncodedPart[Split] {
    const ids = this.#ids[split].ids.subarray(0, this.#ids[split].length);
    return dtypeFor(this.#tokenizer.vocabularySize) === 'uint16' ? new Uint16Array(ids) : new Uint32Array(ids);
  }
}

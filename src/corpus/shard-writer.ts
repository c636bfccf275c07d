/** Writes token shards: a stream of ids per split, then meta.json, which makes the folder complete. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BufferedWriter } from './buffered-file.ts';
import { dtypeFor, tokenBytes, type ShardsMeta } from './shards-meta.ts';
import { splits, type Split } from './split.ts';

/** Appends ids to one `.bin` file, little endian. */
export class TokenWriter {
  readonly #file: BufferedWriter;
  readonly #bytesEach: 2 | 4;
  #tokens = 0;

  constructor(file: string, vocabularySize: number) {
    this.#file = new BufferedWriter(file);
    this.#bytesEach = tokenBytes(dtypeFor(vocabularySize));
  }

  get tokens(): number {
    return this.#tokens;
  }

  write(ids: ArrayLike<number>): void {
    const Typed = this.#bytesEach === 2 ? Uint16Array : Uint32Array;
    const { buffer, byteOffset, byteLength } = ids instanceof Typed ? ids : Typed.from(ids);
    this.#file.write(new Uint8Array(buffer, byteOffset, byteLength)); // every platform of Node is little endian
    this.#tokens += ids.length;
  }

  close(): void {
    this.#file.close();
  }

  /** As `close`, while other work goes on. */
  async finish(): Promise<void> {
    await this.#file.finish();
  }

  abandon(): void {
    this.#file.abandon();
  }
}

/**
 * Writes shards from tokens in memory: for tests and small made-up data.
 *
 * @returns what `openShards` will find; bytes and documents are counted as one a token and one a split
 */
export function writeShards(
  folder: string,
  tokens: Readonly<Record<Split, ArrayLike<number>>>,
  facts: { readonly key: string; readonly tokenizer: string; readonly vocabularySize: number },
): ShardsMeta {
  mkdirSync(folder, { recursive: true });
  for (const split of splits) {
    const writer = new TokenWriter(join(folder, `${split}.bin`), facts.vocabularySize);
    writer.write(tokens[split]);
    writer.close();
  }
  const count = (split: Split) => ({ tokens: tokens[split].length, documents: 1, bytes: tokens[split].length });
  const meta: ShardsMeta = {
    format: 1,
    textVersion: facts.key,
    dtype: dtypeFor(facts.vocabularySize),
    endsDocuments: false,
    ...facts,
    splits: { train: count('train'), val: count('val'), test: count('test') },
  };
  writeFileSync(join(folder, 'meta.json'), JSON.stringify(meta, null, 2) + '\n');
  return meta;
}

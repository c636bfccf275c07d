/** Turns a stored text into token shards, document by document, in a folder named by what went in. */
import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { encodedParts } from './encoding/encoded-parts.ts';
import { readTextFacts, type TextFacts } from './ingest.ts';
import { fillFolder } from './partial-folder.ts';
import { meter, type Progress } from './progress.ts';
import { TokenWriter } from './shard-writer.ts';
import { dtypeFor, readShardsMeta, type ShardsMeta } from './shards-meta.ts';
import { wholeShardsIn } from './shards.ts';
import { splits, type Split } from './split.ts';
import type { Tokenizer } from './tokenizers/index.ts';

export interface TokenizeOptions {
  /** `<textsFolder>/<version>` */
  readonly textFolder: string;
  readonly tokenizer: Tokenizer;
  /** Shards of all groups; these land in `<shardsFolder>/<shardsKey>`. */
  readonly shardsFolder: string;
  /** An end-of-document token after each document; default true. */
  readonly endsDocuments?: boolean;
  /** Threads that may encode a large text; default as many as the processor has cores. Ids do not depend on it. */
  readonly threads?: number;
  /** In bytes of text. */
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

export interface Tokenized {
  readonly folder: string;
  readonly meta: ShardsMeta;
}

/** Raise it when the same text would give other tokens. */
const format = 1;

/** Builds the shards; returns at once when they are already there, and builds damaged ones again. @throws Refusal `disk_full`, `workspace_read_only` */
export async function tokenize(options: TokenizeOptions): Promise<Tokenized> {
  const { textFolder, tokenizer, shardsFolder, endsDocuments = true } = options;
  const text = readTextFacts(textFolder);
  const key = shardsKey({ textVersion: text.version, tokenizer: tokenizer.id, endsDocuments });
  const folder = join(shardsFolder, key);
  const present = wholeShardsIn(folder);
  if (present) return { folder, meta: present };
  rmSync(folder, { recursive: true, force: true });
  await fillFolder(shardsFolder, async (partial) => {
    const tokens = await encodeAll(partial, text, options);
    const sizes = (split: Split) => ({ tokens: tokens[split], ...text.splits[split] });
    const meta: ShardsMeta = {
      format,
      key,
      textVersion: text.version,
      tokenizer: tokenizer.id,
      vocabularySize: tokenizer.vocabularySize,
      dtype: dtypeFor(tokenizer.vocabularySize),
      endsDocuments,
      splits: { train: sizes('train'), val: sizes('val'), test: sizes('test') },
    };
    writeFileSync(join(partial, 'meta.json'), JSON.stringify(meta, null, 2) + '\n', { flush: true });
    return key;
  });
  return { folder, meta: readShardsMeta(folder)! };
}

/** Folder name of shards: same text, tokenizer and options, same name. */
export function shardsKey(of: {
  readonly textVersion: string;
  readonly tokenizer: string;
  readonly endsDocuments?: boolean;
}): string {
  const parts = [format, of.textVersion, of.tokenizer, of.endsDocuments ?? true];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** @returns tokens written per split */
async function encodeAll(
  folder: string,
  { bytes }: TextFacts,
  options: TokenizeOptions,
): Promise<Record<Split, number>> {
  const { textFolder, tokenizer, endsDocuments = true, threads = availableParallelism(), signal } = options;
  const open = (split: Split) => new TokenWriter(join(folder, `${split}.bin`), tokenizer.vocabularySize);
  const writers = { train: open('train'), val: open('val'), test: open('test') };
  const progress = meter(bytes, options.onProgress);
  try {
    for await (const { part, ids } of encodedParts(bytes, { textFolder, tokenizer, endsDocuments, threads })) {
      for (const split of splits) writers[split].write(ids[split]);
      progress.add(part.bytes);
      signal?.throwIfAborted();
    }
    for (const split of splits) await writers[split].finish();
  } catch (error) {
    for (const split of splits) writers[split].abandon();
    throw error;
  }
  progress.end();
  return { train: writers.train.tokens, val: writers.val.tokens, test: writers.test.tokens };
}

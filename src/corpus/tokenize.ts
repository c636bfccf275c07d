/** Turns a stored text into token shards, document by document. */
import type { Progress } from './ingest.ts';
import type { ShardsMeta } from './shards.ts';
import type { Tokenizer } from './tokenizers/index.ts';

export interface TokenizeOptions {
  /** `<textsFolder>/<version>` */
  readonly textFolder: string;
  readonly tokenizer: Tokenizer;
  /** Shards of all groups; these land in `<shardsFolder>/<shardsKey>`. */
  readonly shardsFolder: string;
  /** An end-of-document token after each document; default true. */
  readonly endsDocuments?: boolean;
  /** In bytes of text. */
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

export interface Tokenized {
  readonly folder: string;
  readonly meta: ShardsMeta;
}

/** Builds the shards; returns at once when they are already there. @throws Refusal `disk_full`, `workspace_read_only` */
export declare function tokenize(options: TokenizeOptions): Promise<Tokenized>;

/** Folder name of shards: same text, tokenizer and options, same name. */
export declare function shardsKey(of: {
  readonly textVersion: string;
  readonly tokenizer: string;
  readonly endsDocuments?: boolean;
}): string;

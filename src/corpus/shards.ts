/** Token shards of one group: flat little-endian files, read by position and never whole. */
import type { Split } from './split.ts';

export interface SplitTokens {
  readonly tokens: number;
  readonly documents: number;
  /** UTF-8 bytes of the text, for bits per byte. */
  readonly bytes: number;
}

/** meta.json of a shards folder. */
export interface ShardsMeta {
  readonly format: 1;
  /** Content key (`shardsKey`); also what the order of the data is seeded with. */
  readonly key: string;
  readonly textVersion: string;
  readonly tokenizer: string;
  readonly vocabularySize: number;
  readonly dtype: 'uint16' | 'uint32';
  readonly endsDocuments: boolean;
  readonly splits: Readonly<Record<Split, SplitTokens>>;
}

/** Open files; close them. */
export interface Shards {
  /** Name of the group, for messages. */
  readonly name: string;
  readonly meta: ShardsMeta;
  /** Tokens of a split. */
  tokens(split: Split): number;
  /**
   * `count` tokens from token number `from`, by one synchronous read at that position.
   *
   * @param into where to put them, from index `at` (0 when absent); a new array when absent
   * @returns the array that holds them
   */
  read(split: Split, from: number, count: number, into?: Int32Array, at?: number): Int32Array;
  close(): void;
}

/** @param name of the group, for messages @throws Refusal `group_not_tokenized` when the folder is missing or incomplete */
export declare function openShards(folder: string, name?: string): Shards;

/** Writes shards from tokens in memory: for tests and small made-up data. Returns what `openShards` will read. */
export declare function writeShards(
  folder: string,
  tokens: Readonly<Record<Split, ArrayLike<number>>>,
  facts: { readonly key: string; readonly tokenizer: string; readonly vocabularySize: number },
): ShardsMeta;

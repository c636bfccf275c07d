/** What a shards folder says of itself: meta.json, which is written last and so makes the folder complete. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** The narrowest type that holds every id. */
export function dtypeFor(vocabularySize: number): ShardsMeta['dtype'] {
  return vocabularySize <= 0x1_0000 ? 'uint16' : 'uint32';
}

export function tokenBytes(dtype: ShardsMeta['dtype']): 2 | 4 {
  return dtype === 'uint16' ? 2 : 4;
}

/** meta.json of a shards folder, or null when the folder is missing or unfinished. */
export function readShardsMeta(folder: string): ShardsMeta | null {
  try {
    return JSON.parse(readFileSync(join(folder, 'meta.json'), 'utf8')) as ShardsMeta;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

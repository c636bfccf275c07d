/** Token shards of one group: flat little-endian files, read by position and never whole. */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Refusal } from '#base/refusal';
import { readShardsMeta, tokenBytes, type ShardsMeta } from './shards-meta.ts';
import { splits, type Split } from './split.ts';

export type { ShardsMeta, SplitTokens } from './shards-meta.ts';
export { writeShards } from './shard-writer.ts';

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

/**
 * @param name of the group, for messages; the folder's name when absent
 * @throws Refusal `group_not_tokenized` when the folder is missing or its files are incomplete
 */
export function openShards(folder: string, name: string = basename(folder)): Shards {
  const meta = readShardsMeta(folder);
  if (meta === null) throw notTokenized(name, folder, 'has no token shards here');
  const bytesEach = tokenBytes(meta.dtype);
  const files = openAll(folder, name);
  for (const split of splits)
    if (fstatSync(files[split]).size !== meta.splits[split].tokens * bytesEach) {
      closeAll(files);
      throw notTokenized(
        name,
        folder,
        `has token shards that are damaged: ${split}.bin is not as long as it should be`,
      );
    }
  let ids = memoryFor(0, bytesEach); // of the longest read so far
  return {
    name,
    meta,
    tokens: (split) => meta.splits[split].tokens,
    read(split, from, count, into = new Int32Array(count), at = 0) {
      if (from < 0 || count < 0 || from + count > meta.splits[split].tokens)
        throw new RangeError(
          `tokens ${from} to ${from + count} of ${meta.splits[split].tokens} in ${split} of ${name}`,
        );
      if (count > ids.length) ids = memoryFor(count, bytesEach);
      const read = ids.subarray(0, count);
      readFully(files[split], new Uint8Array(read.buffer, 0, read.byteLength), from * bytesEach);
      into.set(read, at);
      return into;
    },
    close: () => closeAll(files),
  };
}

/** What the shards of a folder hold, or null when the folder is missing or one of its files is not as long as it should be. */
export function wholeShardsIn(folder: string): ShardsMeta | null {
  const meta = readShardsMeta(folder);
  const isWhole = (split: Split): boolean =>
    statSync(join(folder, `${split}.bin`), { throwIfNoEntry: false })?.size ===
    meta!.splits[split].tokens * tokenBytes(meta!.dtype);
  return meta && splits.every(isWhole) ? meta : null;
}

function openAll(folder: string, name: string): Record<Split, number> {
  const open: number[] = [];
  try {
    for (const split of splits) open.push(openSync(join(folder, `${split}.bin`), 'r'));
  } catch (error) {
    open.forEach((file) => closeSync(file));
    throw notTokenized(name, folder, 'lacks a file of its token shards', error);
  }
  return { train: open[0]!, val: open[1]!, test: open[2]! };
}

function closeAll(files: Readonly<Record<Split, number>>): void {
  for (const split of splits) closeSync(files[split]);
}

function memoryFor(count: number, bytesEach: 2 | 4): Uint16Array | Uint32Array {
  return bytesEach === 2 ? new Uint16Array(count) : new Uint32Array(count);
}

function readFully(file: number, into: Uint8Array, position: number): void {
  for (let done = 0; done < into.length;) {
    const bytes = readSync(file, into, done, into.length - done, position + done);
    if (bytes === 0) throw new RangeError('the file ended while it was read');
    done += bytes;
  }
}

function notTokenized(name: string, folder: string, what: string, cause?: unknown): Refusal {
  const remedy = 'Tokenize the group again (aioli tokenize).';
  return new Refusal('group_not_tokenized', `Group "${name}" ${what}.`, { file: folder, remedy }, { cause });
}

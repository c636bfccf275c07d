/** Byte pairs as a tokenizer.json lists them: names of tokens, and which two are merged, the earliest first. */
import { BytePairs } from './byte-pairs.ts';
import { Merger } from './merger.ts';
import { PairRanks, type RankedPair } from './pair-ranks.ts';
import { longestKept, WordMemory } from './word-memory.ts';

export interface ByteLevelModel {
  /** Ids by name; a name has a character for each byte. */
  readonly vocab: Readonly<Record<string, number>>;
  readonly merges: readonly (readonly string[])[];
  /** Whether a word that is a token stays whole. */
  readonly ignore_merges: boolean;
}

/** @returns null where a byte has no token of its own, or two are merged into what is no token */
export function fileBytePairs({ vocab, merges, ignore_merges }: ByteLevelModel): BytePairs | null {
  const ids = new Map(Object.entries(vocab));
  const idOfByte = byteNames.map((name) => ids.get(name));
  const pairs: RankedPair[] = [];
  const made = new Uint32Array(merges.length);
  for (const [rank, [first = '', second = '']] of merges.entries()) {
    const [left, right, both] = [ids.get(first), ids.get(second), ids.get(first + second)];
    if (left === undefined || right === undefined || both === undefined) return null;
    made[rank] = both;
    pairs.push({ left, right, rank });
  }
  const memory = new WordMemory(ignore_merges ? ids.size : 0);
  if (ignore_merges)
    for (const [name, id] of ids) {
      const token = bytesOf(name);
      if (token === null) continue; // of no text
      if (token.length > longestKept) return null;
      memory.add(token, 0, token.length, Uint32Array.of(id), 1);
    }
  memory.keep();
  if (!idOfByte.every((id) => id !== undefined)) return null;
  return new BytePairs(memory, new Merger(new PairRanks(pairs), made), Uint32Array.from(idOfByte));
}

function bytesOf(name: string): Uint8Array | null {
  const bytes = Array.from(name, (character) => byteOf.get(character));
  return bytes.every((byte) => byte !== undefined) ? Uint8Array.from(bytes) : null;
}

function isPrintable(byte: number): boolean {
  return (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
}

/**
 * Characters that stand for bytes: printable ones for themselves, the others from U+0100 on.
 * Source: Radford et al. 2019, encoder.py, `bytes_to_unicode`.
 */
export const byteNames: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  const before = Array.from({ length: byte }, (_unused, i) => i).filter((i) => !isPrintable(i)).length;
  return String.fromCharCode(isPrintable(byte) ? byte : 256 + before);
});
const byteOf = new Map(byteNames.map((name, byte) => [name, byte]));

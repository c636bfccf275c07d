/** Byte-pair encoding of words: looked up where known, else merged from their bytes. */
import type { TokenBuffer } from '../token-buffer.ts';
import { Merger } from './merger.ts';
import { PairRanks, type RankedPair } from './pair-ranks.ts';
import { longestKept, WordMemory } from './word-memory.ts';

export class BytePairs {
  readonly #memory: WordMemory;
  readonly #merger: Merger;
  /** Id of each byte by itself. */
  readonly #idOfByte: Uint32Array;
  #parts = new Uint32Array(1 << 12);

  constructor(memory: WordMemory, merger: Merger, idOfByte: Uint32Array) {
    this.#memory = memory;
    this.#merger = merger;
    this.#idOfByte = idOfByte;
  }

  /** Appends the ids of a word, for which there must be room: at most one a byte. */
  encode(bytes: Uint8Array, start: number, end: number, into: TokenBuffer): void {
    if (end - start > longestKept) {
      this.#append(this.#parts, 0, this.#merge(bytes, start, end), into);
      return;
    }
    const memory = this.#memory;
    const place = memory.find(bytes, start, end);
    if (place !== -1) {
      const count = memory.count(place);
      if (count === 1) into.push(memory.ids[memory.first(place)]!);
      else this.#append(memory.ids, memory.first(place), count, into);
      return;
    }
    const count = this.#merge(bytes, start, end);
    memory.add(bytes, start, end, this.#parts, count);
    this.#append(this.#parts, 0, count, into);
  }

  /** @returns how many of `#parts` are the word's */
  #merge(bytes: Uint8Array, start: number, end: number): number {
    if (end - start > this.#parts.length) this.#parts = new Uint32Array(2 * (end - start));
    for (let i = start; i < end; i++) this.#parts[i - start] = this.#idOfByte[bytes[i]!]!;
    return this.#merger.merge(this.#parts, end - start);
  }

  #append(from: Uint32Array, first: number, count: number, into: TokenBuffer): void {
    const { ids, length } = into;
    for (let i = 0; i < count; i++) ids[length + i] = from[first + i]!;
    into.length = length + count;
  }
}

/**
 * Pairs of a vocabulary whose ids are ranks: two tokens merge where both together are one, and a word that is a token
 * stays whole.
 *
 * @param tokens bytes of each token, by its id
 * Source: Sennrich et al. 2016; OpenAI tiktoken, `_byte_pair_merge`.
 */
export function rankedBytePairs(tokens: readonly Uint8Array[]): BytePairs {
  const memory = new WordMemory(tokens.length);
  const idOfByte = new Uint32Array(256);
  for (const [id, token] of tokens.entries()) {
    memory.add(token, 0, token.length, Uint32Array.of(id), 1);
    if (token.length === 1) idOfByte[token[0]!] = id;
  }
  memory.keep();
  const idOf = (token: Uint8Array, start: number, end: number): number => {
    const place = memory.find(token, start, end);
    return place === -1 ? -1 : memory.ids[memory.first(place)]!;
  };
  const pairs: RankedPair[] = [];
  for (const [id, token] of tokens.entries())
    for (let cut = 1; cut < token.length; cut++) {
      const left = idOf(token, 0, cut);
      const right = idOf(token, cut, token.length);
      if (left !== -1 && right !== -1) pairs.push({ left, right, rank: id });
    }
  const made = Uint32Array.from(tokens.keys());
  return new BytePairs(memory, new Merger(new PairRanks(pairs), made), idOfByte);
}

/**
 * Words and their tokens in flat memory. Most words of a text came before, so most are merged once and then looked up.
 * Bounded: when it is full it forgets all but what it was told to keep for ever.
 */
const leastSlots = 1 << 18;
const wordsBytes = 1 << 22;
const mostIds = 1 << 20;
/** Longer words are seldom the same; no token of GPT-2 is longer. */
export const longestKept = 128;

/** Open addressing with linear steps; four words a slot: hash, first byte, bytes and tokens (0 is free), first token. */
export class WordMemory {
  readonly #slots: Uint32Array;
  readonly #mask: number;
  readonly #mostWords: number;
  readonly #bytes = new Uint8Array(wordsBytes);
  readonly #ids = new Uint32Array(mostIds);
  #used = { words: 0, bytes: 0, ids: 0 };
  #kept = { slots: new Uint32Array(0), used: { words: 0, bytes: 0, ids: 0 } };

  /** @param kept how many words are to be kept for ever */
  constructor(kept = 0) {
    const count = Math.max(leastSlots, 2 ** Math.ceil(Math.log2(4 * kept + 1)));
    this.#slots = new Uint32Array(4 * count);
    this.#mask = count - 1;
    this.#mostWords = count / 2;
  }

  /** Ids of all words, each word's one after another. */
  get ids(): Uint32Array {
    return this.#ids;
  }

  /** @returns place of the word, for `first` and `count`; -1 when it is not known */
  find(bytes: Uint8Array, start: number, end: number): number {
    const at = this.#slotOf(bytes, start, end, hashOf(bytes, start, end));
    return this.#slots[at + 2] === 0 ? -1 : at;
  }

  /** Number of its first token in `ids`. */
  first(place: number): number {
    return this.#slots[place + 3]!;
  }

  /** How many tokens it has. */
  count(place: number): number {
    return this.#slots[place + 2]! & 0xffff;
  }

  /** Adds a word that is not known, of at most `longestKept` bytes, with the first `count` of `ids`. */
  add(bytes: Uint8Array, start: number, end: number, ids: Uint32Array, count: number): void {
    const size = end - start;
    const used = this.#used;
    if (used.words === this.#mostWords || used.bytes + size > wordsBytes || used.ids + count > mostIds) this.#forget();
    const hash = hashOf(bytes, start, end);
    const at = this.#slotOf(bytes, start, end, hash);
    this.#slots[at] = hash;
    this.#slots[at + 1] = this.#used.bytes;
    this.#slots[at + 2] = (size << 16) | count;
    this.#slots[at + 3] = this.#used.ids;
    for (let i = 0; i < size; i++) this.#bytes[this.#used.bytes + i] = bytes[start + i]!;
    for (let i = 0; i < count; i++) this.#ids[this.#used.ids + i] = ids[i]!;
    this.#used.words += 1;
    this.#used.bytes += size;
    this.#used.ids += count;
  }

  /** What is known now is never forgotten. */
  keep(): void {
    this.#kept = { slots: this.#slots.slice(), used: { ...this.#used } };
  }

  #forget(): void {
    if (this.#kept.slots.length > 0) this.#slots.set(this.#kept.slots);
    else this.#slots.fill(0);
    this.#used = { ...this.#kept.used };
  }

  /** Where a word stands, or the free slot where it would. */
  #slotOf(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const size = end - start;
    const mask = this.#mask;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const at = 4 * slot;
      const facts = slots[at + 2]!;
      if (facts === 0) return at;
      if (slots[at] !== hash || facts >>> 16 !== size) continue;
      const known = this.#bytes;
      const from = slots[at + 1]! - start;
      let i = start;
      while (i < end && known[from + i] === bytes[i]) i += 1;
      if (i === end) return at;
    }
  }
}

/** FNV-1a, its upper half mixed into the lower. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

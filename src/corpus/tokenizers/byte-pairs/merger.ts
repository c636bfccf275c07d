/** Merges neighbouring tokens of a word, the pair of the lowest rank first and of equal ones the leftmost. */
import { Heap } from './heap.ts';
import { noRank, type PairRanks } from './pair-ranks.ts';

/** Beyond this many tokens a heap finds the next pair sooner than looking at all of them. */
const longWord = 128;
const positions = 2 ** 32;

export class Merger {
  readonly #pairs: PairRanks;
  /** Id of the token that a merge makes, by its rank. */
  readonly #made: Uint32Array;
  readonly #heap = new Heap();
  /** Rank of each token with the one after it. */
  #ranks = new Int32Array(longWord);
  #next = new Int32Array(longWord);
  #previous = new Int32Array(longWord);

  constructor(pairs: PairRanks, made: Uint32Array) {
    this.#pairs = pairs;
    this.#made = made;
  }

  /** @param ids the first `count` are merged in place @returns how many are left */
  merge(ids: Uint32Array, count: number): number {
    return count <= longWord ? this.#mergeShort(ids, count) : this.#mergeLong(ids, count);
  }

  #mergeShort(ids: Uint32Array, count: number): number {
    const pairs = this.#pairs;
    const ranks = this.#ranks;
    let last = count - 1;
    for (let i = 0; i < last; i++) ranks[i] = pairs.get(ids[i]!, ids[i + 1]!);
    while (last > 0) {
      let least = noRank;
      let at = -1;
      for (let i = 0; i < last; i++)
        if (ranks[i]! < least) {
          least = ranks[i]!;
          at = i;
        }
      if (at === -1) break;
      last -= 1;
      for (let i = at + 1; i <= last; i++) {
        ids[i] = ids[i + 1]!;
        ranks[i] = ranks[i + 1]!;
      }
      ids[at] = this.#made[least]!;
      if (at < last) ranks[at] = pairs.get(ids[at]!, ids[at + 1]!);
      if (at > 0) ranks[at - 1] = pairs.get(ids[at - 1]!, ids[at]!);
    }
    return last + 1;
  }

  /** Tokens are linked and keep their places; a heap item is a rank and a place, stale once the pair there has another rank. */
  #mergeLong(ids: Uint32Array, count: number): number {
    if (count > this.#next.length) {
      this.#ranks = new Int32Array(count);
      this.#next = new Int32Array(count);
      this.#previous = new Int32Array(count);
    }
    const [pairs, heap, ranks, next, previous] = [this.#pairs, this.#heap, this.#ranks, this.#next, this.#previous];
    const rank = (at: number): void => {
      ranks[at] = next[at] === count ? noRank : pairs.get(ids[at]!, ids[next[at]!]!);
      if (ranks[at] !== noRank) heap.push(ranks[at] * positions + at);
    };
    heap.clear();
    for (let i = 0; i < count; i++) {
      next[i] = i + 1;
      previous[i] = i - 1;
    }
    for (let i = 0; i < count; i++) rank(i);
    while (heap.size > 0) {
      const item = heap.pop();
      const least = Math.floor(item / positions);
      const at = item - least * positions;
      if (ranks[at] !== least) continue;
      const gone = next[at]!;
      ids[at] = this.#made[least]!;
      ranks[gone] = noRank;
      next[at] = next[gone]!;
      if (next[at] !== count) previous[next[at]] = at;
      rank(at);
      if (previous[at] !== -1) rank(previous[at]!);
    }
    let left = 0;
    for (let at = 0; at !== count; at = next[at]!) ids[left++] = ids[at]!;
    return left;
  }
}

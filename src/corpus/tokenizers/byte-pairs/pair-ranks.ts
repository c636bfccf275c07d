/** Which two neighbouring tokens may be merged, and how early: a table in flat memory. */

/** Greater than every rank. */
export const noRank = 0x7fff_ffff;

export interface RankedPair {
  /** Ids. */
  readonly left: number;
  readonly right: number;
  readonly rank: number;
}

/** Open addressing with linear steps; four words a slot: left id + 1 (0 is free), right id, rank, nothing. */
export class PairRanks {
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(pairs: readonly RankedPair[]) {
    const count = 2 ** Math.ceil(Math.log2(2 * pairs.length + 2));
    this.#slots = new Int32Array(4 * count);
    this.#mask = count - 1;
    for (const { left, right, rank } of pairs) {
      const at = this.#find(left, right);
      this.#slots[at] = left + 1;
      this.#slots[at + 1] = right;
      this.#slots[at + 2] = rank;
    }
  }

  /** `noRank` where the two are not merged. */
  get(left: number, right: number): number {
    const at = this.#find(left, right);
    return this.#slots[at] === 0 ? noRank : this.#slots[at + 2]!;
  }

  /** Where a pair stands, or the free slot where it would. */
  #find(left: number, right: number): number {
    const slots = this.#slots;
    const mixed = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    for (let slot = (mixed ^ (mixed >>> 15)) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = 4 * slot;
      if (slots[at] === 0 || (slots[at] === left + 1 && slots[at + 1] === right)) return at;
    }
  }
}

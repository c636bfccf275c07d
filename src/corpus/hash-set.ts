/** A set of 64-bit hashes in flat memory: 8 bytes a slot, so that a hundred million documents take about 1 GB. */

const largestLoad = 0.75;

/** Open addressing with linear steps. The hash 0 marks a free slot and is stored as 1. */
export class HashSet {
  #slots = new Uint32Array(2 * 1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @returns false when the hash was there already @param high, low unsigned 32-bit halves, evenly spread */
  add(high: number, low: number): boolean {
    if (this.#size >= (largestLoad * this.#slots.length) / 2) this.#grow();
    const isNew = insert(this.#slots, high, high === 0 && low === 0 ? 1 : low);
    if (isNew) this.#size += 1;
    return isNew;
  }

  #grow(): void {
    const larger = new Uint32Array(2 * this.#slots.length);
    for (let at = 0; at < this.#slots.length; at += 2) {
      const high = this.#slots[at]!;
      const low = this.#slots[at + 1]!;
      if (high !== 0 || low !== 0) insert(larger, high, low);
    }
    this.#slots = larger;
  }
}

function insert(slots: Uint32Array, high: number, low: number): boolean {
  const count = slots.length / 2; // a power of two
  for (let slot = low % count; ; slot = (slot + 1) % count) {
    const at = 2 * slot;
    if (slots[at] === high && slots[at + 1] === low) return false;
    if (slots[at] === 0 && slots[at + 1] === 0) {
      slots[at] = high;
      slots[at + 1] = low;
      return true;
    }
  }
}

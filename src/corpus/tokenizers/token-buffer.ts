/** Token ids that grow at their end, in flat memory. */
export class TokenBuffer {
  /** Those below `length` are set. */
  ids = new Uint32Array(1 << 12);
  length = 0;

  /** Makes room for so many more. */
  reserve(more: number): void {
    if (this.length + more <= this.ids.length) return;
    const larger = new Uint32Array(Math.max(this.length + more, 2 * this.ids.length));
    larger.set(this.ids.subarray(0, this.length));
    this.ids = larger;
  }

  push(id: number): void {
    if (this.length === this.ids.length) this.reserve(1);
    this.ids[this.length++] = id;
  }

  clear(): void {
    this.length = 0;
  }

  /** A copy of what is set. */
  toArray(): Uint32Array {
    return this.ids.slice(0, this.length);
  }
}

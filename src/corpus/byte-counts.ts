/** How often each byte value occurs in a text, and what that says about it. */
export class ByteCounts {
  readonly #settled = new Float64Array(256);
  /** Whole numbers count quicker; bytes at even and odd places apart, so that equal ones do not wait for each other. */
  readonly #recent = new Uint32Array(512);
  #recentBytes = 0;

  add(bytes: Uint8Array): void {
    const recent = this.#recent;
    const { length } = bytes;
    if (this.#recentBytes + length > 0xffff_ffff) this.#settle();
    this.#recentBytes += length;
    for (let i = 0; i + 1 < length; i += 2) {
      recent[bytes[i]!]! += 1;
      recent[256 + bytes[i + 1]!]! += 1;
    }
    if (length % 2 === 1) recent[bytes[length - 1]!]! += 1;
  }

  get total(): number {
    return this.#counts().reduce((a, b) => a + b, 0);
  }

  histogram(): number[] {
    return [...this.#counts()];
  }

  /** Entropy of the frequencies, bits per byte; 0 for no bytes. */
  entropyBits(): number {
    const total = this.total;
    return this.#counts().reduce((sum, n) => (n > 0 ? sum - (n / total) * Math.log2(n / total) : sum), 0);
  }

  #counts(): Float64Array {
    this.#settle();
    return this.#settled;
  }

  #settle(): void {
    for (let i = 0; i < 512; i++) this.#settled[i & 255]! += this.#recent[i]!;
    this.#recent.fill(0);
    this.#recentBytes = 0;
  }
}

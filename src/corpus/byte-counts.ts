/** How often each byte value occurs in a text, and what that says about it. */
export class ByteCounts {
  readonly #counts = new Float64Array(256);

  add(bytes: Uint8Array): void {
    const counts = this.#counts;
    for (const byte of bytes) counts[byte]! += 1;
  }

  get total(): number {
    return this.#counts.reduce((a, b) => a + b, 0);
  }

  histogram(): number[] {
    return [...this.#counts];
  }

  /** Entropy of the frequencies, bits per byte; 0 for no bytes. */
  entropyBits(): number {
    const total = this.total;
    return this.#counts.reduce((sum, n) => (n > 0 ? sum - (n / total) * Math.log2(n / total) : sum), 0);
  }
}

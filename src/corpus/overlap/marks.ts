/** For each document, the parts of groups in which something was found: one bit each. */
export class Marks {
  readonly #words: Uint32Array;
  readonly #wordsPerDocument: number;

  constructor(documents: number, parts: number) {
    this.#wordsPerDocument = Math.ceil(parts / 32);
    this.#words = new Uint32Array(documents * this.#wordsPerDocument);
  }

  set(document: number, part: number): void {
    this.#words[this.#at(document, part)]! |= 1 << (part & 31);
  }

  has(document: number, part: number): boolean {
    return (this.#words[this.#at(document, part)]! & (1 << (part & 31))) !== 0;
  }

  #at(document: number, part: number): number {
    return document * this.#wordsPerDocument + (part >>> 5);
  }
}

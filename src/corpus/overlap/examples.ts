/** The most similar pairs of a pair of texts, each document at most once on either side. */

export interface Example {
  /** Numbers of documents over all texts that are compared. */
  readonly a: number;
  readonly b: number;
  readonly similarity: number;
}

const most = 5;

export class Examples {
  #best: Example[] = [];

  get best(): readonly Example[] {
    return this.#best;
  }

  /** Whether a pair of this similarity would be kept, as far as can be told without the pair. */
  wants(similarity: number): boolean {
    return this.#best.length < most || similarity > this.#best.at(-1)!.similarity;
  }

  add(example: Example): void {
    if (!this.wants(example.similarity)) return;
    const rivals = this.#best.filter(({ a, b }) => a === example.a || b === example.b);
    if (rivals.some(({ similarity }) => similarity >= example.similarity)) return;
    this.#best = [...this.#best.filter((one) => !rivals.includes(one)), example]
      .sort((x, y) => y.similarity - x.similarity || x.a - y.a || x.b - y.b)
      .slice(0, most);
  }
}

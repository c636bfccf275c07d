/**
 * The distinct word sequences of a text, or a sample of them in bounded memory: those whose hash lies below a limit. The
 * limit is halved whenever there are too many, so that samples of two texts are samples of the same sequences, and the
 * share of one in the other can be judged (scaled MinHash, Irber et al. 2022).
 */

/** Hashes are whole numbers below this. */
const range = 2 ** 52;

export interface SequenceSketch {
  /** Distinct hashes below `limit`, rising. */
  readonly hashes: Float64Array;
  /** The whole range when every sequence is kept. */
  readonly limit: number;
}

export class SequenceCollector {
  readonly #size: number;
  /** Hashes below the limit as they came, the first `#used` of them; repeated ones are dropped when it is full. */
  readonly #seen: Float64Array;
  #used = 0;
  #limit = range;

  /** @param size hashes kept at most */
  constructor(size: number) {
    this.#size = size;
    this.#seen = new Float64Array(2 * size);
  }

  add(hashes: Float64Array): void {
    for (const hash of hashes) {
      if (hash >= this.#limit) continue;
      if (this.#used === this.#seen.length) this.#tidy();
      if (hash < this.#limit) this.#seen[this.#used++] = hash;
    }
  }

  sketch(): SequenceSketch {
    this.#tidy();
    return { hashes: this.#seen.slice(0, this.#used), limit: this.#limit };
  }

  /** Sorts, drops what is repeated, and halves the limit until no more than `size` are left. */
  #tidy(): void {
    this.#used = withoutRepeats(this.#seen.subarray(0, this.#used).sort());
    while (this.#used > this.#size) {
      this.#limit /= 2;
      while (this.#used > 0 && this.#seen[this.#used - 1]! >= this.#limit) this.#used -= 1;
    }
  }
}

/** Share of the sequences of `a` that occur in `b`, 0 to 1; 0 when `a` has none. */
export function containment(a: SequenceSketch, b: SequenceSketch): number {
  const limit = Math.min(a.limit, b.limit);
  let shared = 0;
  let all = 0;
  for (let i = 0, j = 0; i < a.hashes.length && a.hashes[i]! < limit; i++) {
    all += 1;
    while (j < b.hashes.length && b.hashes[j]! < a.hashes[i]!) j += 1;
    if (b.hashes[j] === a.hashes[i]) shared += 1;
  }
  return all === 0 ? 0 : shared / all;
}

/** The sequences of several texts together. */
export function union(sketches: readonly SequenceSketch[]): SequenceSketch {
  const limit = Math.min(...sketches.map((sketch) => sketch.limit));
  const all = new Float64Array(sketches.reduce((sum, { hashes }) => sum + hashes.length, 0));
  let used = 0;
  for (const { hashes } of sketches)
    for (const hash of hashes) {
      if (hash >= limit) break;
      all[used++] = hash;
    }
  return { hashes: all.slice(0, withoutRepeats(all.subarray(0, used).sort())), limit };
}

/** Moves the distinct ones of rising values to the front. @returns how many there are */
function withoutRepeats(sorted: Float64Array): number {
  let kept = 0;
  for (let at = 0; at < sorted.length; at++)
    if (at === 0 || sorted[at] !== sorted[at - 1]) sorted[kept++] = sorted[at]!;
  return kept;
}

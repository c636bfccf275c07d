/**
 * Seeded randomness. Every generator is created from a seed and a label, so that two uses of one seed never share a
 * stream, and its whole state is four numbers that a checkpoint can hold.
 */

/** The full state of a generator: four unsigned 32-bit integers. */
export type RandomState = readonly [number, number, number, number];

/** A seeded generator of uniform numbers. Methods take one as a parameter; nothing else in the product makes chance. */
export interface Random {
  /** Next uniform number in [0, 1), 32 random bits. */
  readonly next: () => number;
  /** Uniform integer in [0, n). @param n at least 1 */
  readonly below: (n: number) => number;
  /** Standard normal number (Box-Muller, two uniforms each). */
  readonly normal: () => number;
  /** A new array with the items in random order (Fisher-Yates). */
  readonly shuffled: <T>(items: readonly T[]) => T[];
  /** State to go on from; `randomFrom(state)` continues the same stream. */
  readonly state: () => RandomState;
}

/** Mixes text and integers into 32 bits (FNV-1a with a final avalanche). */
export function hash32(...parts: readonly (string | number)[]): number {
  let h = 0x811c9dc5;
  const text = parts.join('\u0000');
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  return avalanche(h);
}

/** Generator for one purpose. @param seed the run's seed @param label names the purpose, e.g. 'init' or 'order' */
export function randomFor(seed: number, label: string): Random {
  return randomFrom([
    hash32(seed, label, 'a'),
    hash32(seed, label, 'b'),
    hash32(seed, label, 'c'),
    hash32(seed, label, 'd') | 1, // never the all-zero state
  ]);
}

/** Goes on from a stored state. Generator: xoshiro128** (Blackman and Vigna 2018). */
export function randomFrom(state: RandomState): Random {
  let [a, b, c, d] = state;
  const bits = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotateLeft(d, 11);
    return result;
  };
  const next = (): number => bits() / 0x1_0000_0000;
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffled: (items) => {
      const result = [...items];
      for (let i = result.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [result[i], result[j]] = [result[j]!, result[i]!];
      }
      return result;
    },
    state: () => [a >>> 0, b >>> 0, c >>> 0, d >>> 0],
  };
}

function rotateLeft(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}

function avalanche(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

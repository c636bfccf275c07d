/** A random order of 0..n-1 that needs no memory: where a position goes is computed when it is asked for. */
import { hash32 } from '#base/random';

const rounds = 6;

/**
 * Seeded permutation of the integers below `n`: a Feistel network over the next larger power of four, walked again
 * while it leaves the range ("cycle walking"; under four turns on average).
 *
 * @param n    size, 1 to 2^50
 * @param seed names the order: same seed, same order
 * @returns    bijection of [0, n)
 * Source: Black and Rogaway 2002, "Ciphers with arbitrary finite domains".
 */
export function permutationOf(n: number, ...seed: readonly (string | number)[]): (position: number) => number {
  let halfBits = 1;
  while (4 ** halfBits < n) halfBits += 1;
  const half = 2 ** halfBits;
  const keys = Array.from({ length: rounds }, (_, round) => hash32(...seed, n, round));
  const turn = (x: number): number => {
    let left = Math.floor(x / half);
    let right = x % half;
    for (const key of keys) [left, right] = [right, (left + hash32(key, right)) % half];
    return left * half + right;
  };
  return (position) => {
    if (!(position >= 0 && position < n)) throw new RangeError(`position ${position} of ${n}`);
    let x = turn(position);
    while (x >= n) x = turn(x);
    return x;
  };
}

/**
 * MinHash: a short signature of a document's shingles, of which the share of equal entries estimates the Jaccard
 * similarity of two documents; and its bands, by which likely pairs are found without comparing all.
 *
 * Source: Broder 1997; banding as in Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4.
 */
import { randomFor } from '#base/random';
import { overlapSettings, signatureHashes } from './settings.ts';

const { bands, rows, seed } = overlapSettings;
const factors = new Uint32Array(signatureHashes);
const offsets = new Uint32Array(signatureHashes);
{
  const random = randomFor(seed, 'minhash');
  for (let i = 0; i < signatureHashes; i++) {
    factors[i] = random.below(0x1_0000_0000) | 1; // odd, so that no two shingles meet
    offsets[i] = random.below(0x1_0000_0000);
  }
}

/** @param shingles at least one @returns the least value of each of 120 hash functions */
export function signatureOf(shingles: Uint32Array): Uint32Array {
  const signature = new Uint32Array(signatureHashes).fill(0xffff_ffff);
  for (const shingle of shingles)
    for (let i = 0; i < signatureHashes; i++) {
      const value = (Math.imul(shingle, factors[i]!) + offsets[i]!) >>> 0;
      if (value < signature[i]!) signature[i] = value;
    }
  return signature;
}

/** Share of equal entries. */
export function similarityOf(a: Uint32Array, b: Uint32Array): number {
  let equal = 0;
  for (let i = 0; i < signatureHashes; i++) if (a[i] === b[i]) equal += 1;
  return equal / signatureHashes;
}

/** One number for each band: documents that are alike share at least one. */
export function bandKeys(signature: Uint32Array): Uint32Array {
  const keys = new Uint32Array(bands);
  for (let band = 0; band < bands; band++) {
    let key = band + 1;
    for (let row = 0; row < rows; row++) {
      key = Math.imul(key ^ signature[band * rows + row]!, 0x9e3779b1);
      key ^= key >>> 15;
    }
    keys[band] = key;
  }
  return keys;
}

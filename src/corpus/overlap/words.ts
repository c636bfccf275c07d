/**
 * Words of a text as 32-bit hashes, and hashes of word sequences. Case, marks and blanks do not count; in scripts without
 * blanks between words (Han, kana) every character is a word.
 */

/** FNV-1a over the characters of each word. */
export function wordHashes(text: string): Uint32Array {
  const lower = text.toLowerCase();
  const hashes = new Uint32Array(Math.ceil(lower.length / 2) + 1);
  let words = 0;
  let hash = start;
  let isInside = false;
  for (let at = 0; at < lower.length; at++) {
    const code = lower.charCodeAt(at);
    const kind = kindOf(code);
    if (isInside && kind !== letter) {
      hashes[words++] = hash;
      isInside = false;
    }
    if (kind === mark) continue;
    if (!isInside) hash = start;
    hash = Math.imul(hash ^ code, prime);
    isInside = true;
    if (kind === letter) continue;
    hashes[words++] = hash;
    isInside = false;
  }
  if (isInside) hashes[words++] = hash;
  return hashes.subarray(0, words);
}

/** Hash of each run of `length` words, 32 bits; of a shorter text one hash of all its words; none of an empty one. */
export function shingleHashes(words: Uint32Array, length: number): Uint32Array {
  if (words.length === 0) return new Uint32Array(0);
  const span = Math.min(length, words.length);
  const hashes = new Uint32Array(words.length - span + 1);
  for (let at = 0; at < hashes.length; at++) hashes[at] = mixed(words, at, span, 0x9e3779b1);
  return hashes;
}

/** Hash of each run of `length` words, 52 bits as an exact number; none of a shorter text. */
export function sequenceHashes(words: Uint32Array, length: number): Float64Array {
  const hashes = new Float64Array(Math.max(0, words.length - length + 1));
  for (let at = 0; at < hashes.length; at++)
    hashes[at] = (mixed(words, at, length, 0x9e3779b1) >>> 12) * 0x1_0000_0000 + mixed(words, at, length, 0x85ebca77);
  return hashes;
}

/** The distinct values in rising order. */
export function distinct(hashes: Uint32Array): Uint32Array {
  const sorted = hashes.slice().sort();
  let kept = 0;
  for (let at = 0; at < sorted.length; at++)
    if (at === 0 || sorted[at] !== sorted[at - 1]) sorted[kept++] = sorted[at]!;
  return sorted.subarray(0, kept);
}

/** Shared share of two sets of rising values (Jaccard); 0 when both are empty. */
export function jaccard(a: Uint32Array, b: Uint32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i]! === b[j]!) {
      shared += 1;
      i += 1;
      j += 1;
    } else if (a[i]! < b[j]!) i += 1;
    else j += 1;
  }
  const union = a.length + b.length - shared;
  return union === 0 ? 0 : shared / union;
}

const start = 0x811c9dc5 | 0;
const prime = 0x01000193;
const mark = 0;
const letter = 1;
const wordByItself = 2;

function kindOf(code: number): number {
  if (code < 0x80) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) ? letter : mark;
  if (code < 0xc0) return code === 0xaa || code === 0xb5 || code === 0xba ? letter : mark;
  if (code >= 0x2000 && code <= 0x206f) return mark; // general punctuation
  if (code >= 0x3000 && code <= 0x303f) return mark; // CJK punctuation
  if (code >= 0xff00 && code <= 0xff0f) return mark; // full-width punctuation
  if ((code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x9fff)) return wordByItself;
  return letter;
}

function mixed(words: Uint32Array, at: number, length: number, factor: number): number {
  let h = length;
  for (let i = at; i < at + length; i++) h = Math.imul(h ^ words[i]!, factor) + ((h >>> 15) ^ (i - at));
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

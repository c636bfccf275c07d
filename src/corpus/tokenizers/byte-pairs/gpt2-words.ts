/**
 * Where GPT-2 cuts a text into words before it merges bytes, without a regular expression and without strings. The
 * pattern is 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+.
 * Source: Radford et al. 2019, encoder.py.
 */
import { asciiKinds, characterAt, kinds } from '../kinds.ts';

const space = 0x20;
const apostrophe = 0x27;

/** End of the word that begins at `start`. @param bytes valid UTF-8 @param end of the text, after `start` */
export function wordEnd(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start]!;
  if (first === apostrophe) {
    const size = contraction(bytes, start + 1, end);
    if (size > 0) return start + 1 + size;
  }
  const at = first === space && start + 1 < end ? start + 1 : start; // a space goes with the word after it
  const kind = characterAt(bytes, at) & 3;
  return kind === kinds.blank ? blanksEnd(bytes, start, end) : runEnd(bytes, at, end, kind);
}

/** Bytes of the ending of a contraction that begins at `at`, or 0. */
function contraction(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return 0;
  const first = bytes[at]!;
  if (first === 0x73 || first === 0x74 || first === 0x6d || first === 0x64) return 1; // s t m d
  const second = at + 1 < end ? bytes[at + 1]! : 0;
  const isPair = second === 0x65 ? first === 0x72 || first === 0x76 : second === 0x6c && first === 0x6c; // re ve ll
  return isPair ? 2 : 0;
}

/** End of the characters of one kind. */
function runEnd(bytes: Uint8Array, start: number, end: number, kind: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte < 0x80) {
      if (asciiKinds[byte] !== kind) break;
      at += 1;
    } else {
      const character = characterAt(bytes, at);
      if ((character & 3) !== kind) break;
      at += character >> 2;
    }
  }
  return at;
}

/** The last of several blanks goes with what follows them. */
function blanksEnd(bytes: Uint8Array, start: number, end: number): number {
  let last = start;
  let at = start;
  while (at < end) {
    const character = characterAt(bytes, at);
    if ((character & 3) !== kinds.blank) return last === start ? at : last;
    last = at;
    at += character >> 2;
  }
  return at;
}

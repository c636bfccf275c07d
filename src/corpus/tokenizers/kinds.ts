/** What a character of UTF-8 text is to a tokenizer: a letter, a number, a blank or something else. */

/** As the classes \p{L}, \p{N} and \s of regular expressions have it. */
export const kinds = { other: 0, letter: 1, number: 2, blank: 3 } as const;

/** A kind in the lower two bits, the character's length in bytes above them. */
type KindAndSize = number;

/** By code point, in pages of 256 that are filled when they are first asked for. */
const pages: (Uint8Array | undefined)[] = Array.from({ length: 0x1100 });
/** Kinds of the 128 characters of ASCII. */
export const asciiKinds = pageOf(0).subarray(0, 128);

/** Kind and length of the character that begins at `at`. @param bytes valid UTF-8 */
export function characterAt(bytes: Uint8Array, at: number): KindAndSize {
  const first = bytes[at]!;
  if (first < 0x80) return (1 << 2) | asciiKinds[first]!;
  if (first < 0xe0) return (2 << 2) | kindOf(((first & 0x1f) << 6) | low(bytes, at + 1));
  if (first < 0xf0) return (3 << 2) | kindOf(((first & 0x0f) << 12) | (low(bytes, at + 1) << 6) | low(bytes, at + 2));
  const high = ((first & 0x07) << 18) | (low(bytes, at + 1) << 12);
  return (4 << 2) | kindOf(high | (low(bytes, at + 2) << 6) | low(bytes, at + 3));
}

function low(bytes: Uint8Array, at: number): number {
  return bytes[at]! & 0x3f;
}

function kindOf(codePoint: number): number {
  return (pages[codePoint >> 8] ?? pageOf(codePoint >> 8))[codePoint & 0xff]!;
}

function pageOf(page: number): Uint8Array {
  const filled = Uint8Array.from({ length: 256 }, (_, i) => kindOfText(String.fromCodePoint((page << 8) | i)));
  pages[page] = filled;
  return filled;
}

function kindOfText(character: string): number {
  if (/\p{L}/u.test(character)) return kinds.letter;
  if (/\p{N}/u.test(character)) return kinds.number;
  return /\s/u.test(character) ? kinds.blank : kinds.other;
}

/**
 * Cuts a text inside very long runs of letters, digits, signs or blanks (base64, rulers, empty pages): merging byte pairs
 * takes time that grows with a run. Other texts stay whole and get the tokens that they always get.
 */
import { asciiKinds, characterAt } from './kinds.ts';

const longestRun = 1000;

/**
 * Ends of the pieces: the text's own, and before it one after each thousand characters of a longer run and at its end.
 *
 * @param bytes valid UTF-8, not empty
 */
export function pieceEnds(bytes: Uint8Array): readonly number[] {
  const ends: number[] = [];
  let kind = -1;
  let characters = 0; // of the run, or of its last piece
  let isLong = false;
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at]!;
    const character = byte < 0x80 ? (1 << 2) | asciiKinds[byte]! : characterAt(bytes, at);
    if ((character & 3) !== kind) {
      if (isLong) ends.push(at);
      kind = character & 3;
      characters = 0;
      isLong = false;
    } else if (characters === longestRun) {
      ends.push(at);
      characters = 0;
      isLong = true;
    }
    characters += 1;
    at += character >> 2;
  }
  ends.push(bytes.length);
  return ends;
}

/**
 * Cuts a text inside very long runs of letters, digits, signs or blanks (base64, rulers, empty pages): merging byte pairs
 * takes time that grows with the square of a run. Other texts stay whole and get the tokens that they always get.
 */
const longestRun = 1000;
const longRun = ['\\p{L}', '\\p{N}', '[^\\s\\p{L}\\p{N}]', '\\s']
  .map((kind) => `${kind}{${longestRun + 1},}`)
  .join('|');
const piece = new RegExp(`[^]{1,${longestRun}}`, 'gu');

/** The text in one piece, or in several where a run is longer than a thousand characters; joined they are the text. */
export function runsOf(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (const run of text.matchAll(new RegExp(longRun, 'gu'))) {
    let end = run.index;
    for (const part of run[0].match(piece) ?? []) {
      end += part.length;
      pieces.push(text.slice(start, end));
      start = end;
    }
  }
  if (start < text.length) pieces.push(text.slice(start));
  return pieces;
}

/**
 * Cuts long documents into parts, so that a single book still has text for every split. Where a cut falls depends on
 * the text alone.
 */

/** Documents up to this many characters (UTF-16 units) stay whole. */
export const wholeCharacters = 65_536;
/** Parts of longer ones are at most this long. */
export const partCharacters = 8_192;

/** Parts of a text that is in memory. */
export function cut(text: string): string[] {
  if (text.length <= wholeCharacters) return [text];
  const parts: string[] = [];
  let rest = text;
  while (rest.length > partCharacters) {
    const end = cutPoint(rest.slice(0, partCharacters));
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...parts, rest];
}

/** The same parts of a text that arrives in pieces, of which only the last 64 thousand characters are held. */
export async function* cutStream(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  let isLong = false;
  for await (const piece of pieces) {
    rest += piece;
    isLong ||= rest.length > wholeCharacters;
    while (isLong && rest.length > partCharacters) {
      const end = cutPoint(rest.slice(0, partCharacters));
      yield rest.slice(0, end);
      rest = rest.slice(end);
    }
  }
  if (rest.length > 0) yield rest;
}

/** End of the last paragraph in the second half; else of the last line, sentence or word; else the whole length. */
function cutPoint(window: string): number {
  const half = window.length / 2;
  const paragraph = Math.max(endOf(window, '\n\n'), endOf(window, '\n\r\n'));
  if (paragraph > half) return paragraph;
  const line = endOf(window, '\n');
  if (line > half) return line;
  const sentence = Math.max(...['. ', '! ', '? ', '." ', '。'].map((mark) => endOf(window, mark)));
  if (sentence > half) return sentence;
  const word = endOf(window, ' ');
  if (word > half) return word;
  const isBetweenSurrogates = /[\uD800-\uDBFF]$/.test(window);
  return window.length - (isBetweenSurrogates ? 1 : 0);
}

function endOf(window: string, mark: string): number {
  const start = window.lastIndexOf(mark);
  return start === -1 ? -1 : start + mark.length;
}

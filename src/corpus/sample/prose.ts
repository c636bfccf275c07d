/** Small tools for taking prose out of what it is wrapped in. */

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Text without tags, with its character references resolved. */
export function withoutTags(html: string): string {
  return html.replace(/<[^<>]+>/g, '').replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex as string, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return entities[name as string] ?? all;
  });
}

/** Cuts a long line at ends of sentences into pieces of about `characters`; a longer sentence stays whole. */
export function sentencesOf(text: string, characters: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const sentence of text.split(/(?<=[.!?]["')\]]?) +(?=["'(]?[A-Z])/)) {
    if (piece !== '' && piece.length + sentence.length > characters) {
      pieces.push(piece);
      piece = '';
    }
    piece += piece === '' ? sentence : ` ${sentence}`;
  }
  return piece.trim() === '' ? pieces : [...pieces, piece];
}

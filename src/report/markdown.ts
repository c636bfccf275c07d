/**
 * The Markdown of notes: headings, paragraphs, lists, quotes, code, and in lines strong, emphasis, code and links. Read
 * into nodes and never into markup, so that whatever is typed stays text. No raw HTML, no images.
 */
export type Inline =
  | { readonly kind: 'text' | 'strong' | 'emphasis' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly address: string };

export type Node =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly content: readonly Inline[] }
  | { readonly kind: 'paragraph' | 'quote'; readonly content: readonly Inline[] }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'code'; readonly text: string };

export function parseMarkdown(source: string): Node[] {
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  const nodes: Node[] = [];
  let at = 0;
  /** Takes lines as long as they fit. */
  const takeWhile = (fits: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && fits(lines[at]!)) at++;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at]!;
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    if (line.trim() === '') at++;
    else if (line.startsWith('```')) {
      at++;
      nodes.push({ kind: 'code', text: takeWhile((next) => !next.startsWith('```')).join('\n') });
      at++;
    } else if (heading) {
      at++;
      const level = Math.min(3, heading[1]!.length) as 1 | 2 | 3;
      nodes.push({ kind: 'heading', level, content: parseInline(heading[2]!) });
    } else if (line.startsWith('>')) {
      const quoted = takeWhile((next) => next.startsWith('>')).map((next) => next.replace(/^>\s?/, ''));
      nodes.push({ kind: 'quote', content: parseInline(quoted.join(' ')) });
    } else if (isItem(line)) {
      const isOrdered = /^\s*\d/.test(line);
      const rest = takeWhile((next) => isItem(next) || (/^\s+\S/.test(next) && next.trim() !== ''));
      nodes.push({ kind: 'list', isOrdered, items: itemsOf(rest).map(parseInline) });
    } else {
      const own = takeWhile((next) => next.trim() !== '' && !startsOther(next));
      nodes.push({ kind: 'paragraph', content: parseInline(own.map((next) => next.trim()).join(' ')) });
    }
  }
  return nodes;
}

const marks =
  /\\([\\`*_[\]#>~-])|`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|(?<!\w)_([^_\s][^_]*)_(?!\w)|\[([^\]]+)\]\(([^()\s]+)\)/g;

export function parseInline(text: string): Inline[] {
  const found: Inline[] = [];
  let from = 0;
  const plain = (piece: string): void => {
    const last = found.at(-1);
    if (piece === '') return;
    if (last?.kind === 'text') found[found.length - 1] = { kind: 'text', text: last.text + piece };
    else found.push({ kind: 'text', text: piece });
  };
  for (const match of text.matchAll(marks)) {
    plain(text.slice(from, match.index));
    from = match.index + match[0].length;
    const [whole, escaped, code, strong, emphasis, lowEmphasis, name, address] = match;
    if (escaped !== undefined) plain(escaped);
    else if (code !== undefined) found.push({ kind: 'code', text: code });
    else if (strong !== undefined) found.push({ kind: 'strong', text: strong });
    else if (emphasis !== undefined || lowEmphasis !== undefined)
      found.push({ kind: 'emphasis', text: (emphasis ?? lowEmphasis)! });
    else if (name !== undefined && isSafe(address!)) found.push({ kind: 'link', text: name, address: address! });
    else plain(whole);
  }
  plain(text.slice(from));
  return found;
}

/** The text without its marks. */
export function plainText(content: readonly Inline[]): string {
  return content.map(({ text }) => text).join('');
}

/** An address that opens a page or a letter, never a script or a file. */
function isSafe(address: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(address);
}

function isItem(line: string): boolean {
  return /^\s*([-*+]|\d+[.)])\s+\S/.test(line);
}

function startsOther(line: string): boolean {
  return /^(#{1,6}\s|>|```)/.test(line) || isItem(line);
}

/** Lines that are indented and no item of their own belong to the item above. */
function itemsOf(lines: readonly string[]): string[] {
  const items: string[] = [];
  for (const line of lines) {
    if (isItem(line)) items.push(line.replace(/^\s*([-*+]|\d+[.)])\s+/, ''));
    else items[items.length - 1] = `${items.at(-1) ?? ''} ${line.trim()}`;
  }
  return items;
}

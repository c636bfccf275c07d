/** Tokens that a text is cut at before anything else: wherever one stands, the longest first. */

/** Told of the text between tokens, of which there may be none, and of each token. */
export interface Sections {
  readonly text: (start: number, end: number) => void;
  readonly token: (id: number) => void;
}

export class AddedTokens {
  /** By the first byte of their content, the longest first. */
  readonly #byFirst: (readonly Added[] | undefined)[] = Array.from({ length: 256 });
  readonly isEmpty: boolean;

  constructor(tokens: readonly Added[]) {
    this.isEmpty = tokens.length === 0;
    for (const token of tokens) {
      const first = token.content[0]!;
      const others = (this.#byFirst[first] ?? []).filter(({ content }) => !token.content.equals(content));
      this.#byFirst[first] = [...others, token].sort((a, b) => b.content.length - a.content.length);
    }
  }

  /** In the order of the text. */
  split(bytes: Uint8Array, start: number, end: number, { text, token }: Sections): void {
    let from = start;
    for (let at = start; at < end && !this.isEmpty;) {
      const found = this.#byFirst[bytes[at]!]?.find(({ content }) => isAt(content, bytes, at, end));
      if (found) {
        if (from < at) text(from, at);
        token(found.id);
        from = at += found.content.length;
      } else at += 1;
    }
    if (from < end) text(from, end);
  }
}

export interface Added {
  /** UTF-8, not empty. */
  readonly content: Buffer;
  readonly id: number;
}

function isAt(content: Buffer, bytes: Uint8Array, at: number, end: number): boolean {
  if (at + content.length > end) return false;
  for (let i = 1; i < content.length; i++) if (bytes[at + i] !== content[i]) return false;
  return true;
}

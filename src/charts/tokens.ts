/** The colour tokens as text, for documents that carry their styles along; the window imports the sheet itself. */
import text from './tokens.css?raw';

/** CSS with one rule for `[data-theme='light']` and one for `[data-theme='dark']`. */
export const tokens: string = text;

/** Plain text: every file is a document. */
import type { Reader } from './reader.ts';
import { wholeText } from './whole-text.ts';

export const text: Reader = {
  id: 'text',
  title: 'Plain text, one document a file',
  takes: () => true, // what is not text is told apart by its content
  documents: wholeText,
};

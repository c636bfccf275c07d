/** Documents of a stored text, read by position. */
import type { Split } from './split.ts';
import { TextReader } from './text-store.ts';

export interface PreviewedDocument {
  /** 0-based, in the order of the source. */
  readonly index: number;
  readonly split: Split;
  readonly bytes: number;
  /** The first characters, cut at a character boundary. */
  readonly text: string;
  readonly isCut: boolean;
}

const largestCharacter = 4; // bytes in UTF-8

/**
 * @param folder        `<textsFolder>/<version>`
 * @param from          first document, 0-based
 * @param maxCharacters of each document, in code points
 */
export function previewDocuments(
  folder: string,
  from: number,
  limit: number,
  maxCharacters: number,
): { readonly total: number; readonly documents: readonly PreviewedDocument[] } {
  const reader = new TextReader(folder);
  try {
    const documents: PreviewedDocument[] = [];
    for (let index = Math.max(0, from); index < Math.min(reader.total, from + limit); index++) {
      const record = reader.record(index);
      const start = reader.read(record, maxCharacters * largestCharacter).toString('utf8');
      const text = Array.from(start).slice(0, maxCharacters).join('');
      const isCut = Buffer.byteLength(text) < record.bytes;
      documents.push({ index, split: record.split, bytes: record.bytes, text, isCut });
    }
    return { total: reader.total, documents };
  } finally {
    reader.close();
  }
}

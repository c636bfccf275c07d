/** Documents of a stored text, read by position. */
import type { Split } from './split.ts';

export interface PreviewedDocument {
  /** 0-based, in the order of the source. */
  readonly index: number;
  readonly split: Split;
  readonly bytes: number;
  /** The first characters, cut at a character boundary. */
  readonly text: string;
  readonly isCut: boolean;
}

/**
 * @param folder `<textsFolder>/<version>`
 * @param from first document, 0-based
 */
export declare function previewDocuments(
  folder: string,
  from: number,
  limit: number,
  maxCharacters: number,
): Promise<{ readonly total: number; readonly documents: readonly PreviewedDocument[] }>;

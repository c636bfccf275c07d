/** A text in parts of consecutive documents, about equally large, which can be encoded apart. */
import type { TextReader } from '../text-store.ts';

export interface Part {
  /** Number of the first document. */
  readonly first: number;
  readonly documents: number;
  readonly bytes: number;
}

/** In the order of the text; a part ends with the document that fills it. @param partBytes how large a part is */
export function* partsOf(text: TextReader, partBytes: number): Generator<Part> {
  let first = 0;
  let bytes = 0;
  for (let document = 0; document < text.total; document++) {
    bytes += text.record(document).bytes;
    if (bytes < partBytes) continue;
    yield { first, documents: document + 1 - first, bytes };
    first = document + 1;
    bytes = 0;
  }
  if (first < text.total) yield { first, documents: text.total - first, bytes };
}

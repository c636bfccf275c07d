/**
 * The three parts of a group's text. A document's part follows from its content alone, so adding files never moves a
 * document, and equal documents never lie in two parts.
 */
export const splits = ['train', 'val', 'test'] as const;
export type Split = (typeof splits)[number];

/** Expected share of documents in each split. */
export const splitShares: Readonly<Record<Split, number>> = { train: 0.9, val: 0.05, test: 0.05 };

/** Where a document lies in [0, 1). @param digest SHA-256 of its UTF-8 bytes */
export function placeOf(digest: Buffer): number {
  return digest.readUInt32BE(8) / 0x1_0000_0000;
}

/** @param place in [0, 1), see `placeOf` */
export function splitAt(place: number): Split {
  if (place < splitShares.test) return 'test';
  if (place < splitShares.test + splitShares.val) return 'val';
  return 'train';
}

/** How texts are compared. Other settings give other numbers: they are a part of the name under which results are kept. */
export const overlapSettings = {
  /** Raise it when the same texts would give other numbers. */
  format: 1,
  /** Words of a shingle, by which documents are compared. */
  shingleWords: 5,
  /** Words of a sequence that groups may share. */
  sequenceWords: 8,
  /** Shared share of two documents' shingles (Jaccard) from which on they are near duplicates. */
  nearSimilarity: 0.7,
  /** Hashes of a document's signature: bands times rows. */
  bands: 24,
  rows: 5,
  /** Documents of one split of a group that a document is compared with, of those that fall into one bucket. */
  partners: 16,
  /** Distinct sequences kept of a split; of more, a sample that is the same for every text. */
  sketchSize: 1 << 18,
  seed: 0,
} as const;

export const signatureHashes = overlapSettings.bands * overlapSettings.rows;

import type { Database } from 'better-sqlite3';

export interface SplitCounts {
  readonly documents: number;
  readonly bytes: number;
}

/** Ingested text, whoever's group it is. */
export interface StoredText {
  /** Content hash. */
  readonly version: string;
  readonly documents: number;
  readonly bytes: number;
  readonly duplicates: number;
  readonly unigramBitsPerByte: number | null;
  readonly splits: { readonly train: SplitCounts; readonly val: SplitCounts; readonly test: SplitCounts };
}

interface Row {
  readonly version: string;
  readonly documents: number;
  readonly bytes: number;
  readonly duplicates: number;
  readonly unigram_bits_per_byte: number | null;
  readonly splits: string;
}

export function textsIn(db: Database) {
  const insert = db.prepare(
    `INSERT INTO text (version, documents, bytes, duplicates, unigram_bits_per_byte, splits, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (version) DO UPDATE SET duplicates = excluded.duplicates`,
  );
  const get = db.prepare<[string], Row>('SELECT * FROM text WHERE version = ?');
  return {
    put: (text: StoredText, at: string): void =>
      void insert.run(
        text.version,
        text.documents,
        text.bytes,
        text.duplicates,
        text.unigramBitsPerByte,
        JSON.stringify(text.splits),
        at,
      ),
    get: (version: string): StoredText | null => {
      const row = get.get(version);
      return row ? toText(row) : null;
    },
  };
}

function toText(row: Row): StoredText {
  return {
    version: row.version,
    documents: row.documents,
    bytes: row.bytes,
    duplicates: row.duplicates,
    unigramBitsPerByte: row.unigram_bits_per_byte,
    splits: JSON.parse(row.splits) as StoredText['splits'],
  };
}

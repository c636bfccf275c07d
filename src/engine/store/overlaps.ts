import type { Database } from 'better-sqlite3';

/** What is known of how one text looks from another. */
export interface StoredOverlap<Content> {
  readonly content: Content;
  readonly computedAt: string;
}

interface Row {
  readonly content: string;
  readonly computedAt: string;
}

export function overlapsIn(db: Database) {
  const put = db.prepare(
    'INSERT OR REPLACE INTO overlap (version, other, settings, content, computed_at) VALUES (?, ?, ?, ?, ?)',
  );
  const get = db.prepare<[string, string, string], Row>(
    'SELECT content, computed_at AS computedAt FROM overlap WHERE version = ? AND other = ? AND settings = ?',
  );
  return {
    put: (version: string, other: string, settings: string, content: unknown, at: string): void =>
      void put.run(version, other, settings, JSON.stringify(content), at),
    get: <Content>(version: string, other: string, settings: string): StoredOverlap<Content> | null => {
      const row = get.get(version, other, settings);
      return row ? { content: JSON.parse(row.content) as Content, computedAt: row.computedAt } : null;
    },
  };
}

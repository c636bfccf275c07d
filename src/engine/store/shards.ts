import type { Database } from 'better-sqlite3';

/** Tokens of one text under one tokenizer. */
export interface StoredShards {
  /** Names the folder in `shards/`. */
  readonly key: string;
  readonly version: string;
  readonly tokenizer: string;
  readonly train: number;
  readonly val: number;
  readonly test: number;
}

export function shardsIn(db: Database) {
  const columns = 'key, version, tokenizer, train, val, test';
  const insert = db.prepare(
    'INSERT OR REPLACE INTO shards (key, version, tokenizer, train, val, test, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const ofText = db.prepare<[string], StoredShards>(
    `SELECT ${columns} FROM shards WHERE version = ? ORDER BY created_at, tokenizer`,
  );
  const get = db.prepare<[string, string], StoredShards>(
    `SELECT ${columns} FROM shards WHERE version = ? AND tokenizer = ?`,
  );
  return {
    put: (shards: StoredShards, at: string): void =>
      void insert.run(shards.key, shards.version, shards.tokenizer, shards.train, shards.val, shards.test, at),
    ofText: (version: string): readonly StoredShards[] => ofText.all(version),
    get: (version: string, tokenizer: string): StoredShards | null => get.get(version, tokenizer) ?? null,
  };
}

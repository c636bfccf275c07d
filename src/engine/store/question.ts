/** A question in SQL that a person asks of the store. It is answered over a connection that cannot write. */
import Sqlite from 'better-sqlite3';
import { Refusal } from '#base/refusal';
import type { SchemaTable, SqlAnswer } from '#contract/api';

type Cell = string | number | null;

/**
 * @param rows at most so many; whether there were more is said
 * @throws Refusal `query_refused` for what is no SQL, does not answer in rows, or would change something
 */
export function answerQuestion(file: string, query: string, rows: number): Omit<SqlAnswer, 'seconds'> {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 2000 });
  try {
    db.pragma('query_only = ON');
    const statement = db.prepare<[], unknown[]>(query);
    if (!statement.reader || !statement.readonly)
      throw refused('This does not answer in rows, or it would change something.');
    const found: Cell[][] = [];
    let isCut = false;
    for (const row of statement.raw().safeIntegers().iterate()) {
      if (found.length === rows) {
        isCut = true;
        break;
      }
      found.push(row.map(plain));
    }
    return { columns: statement.columns().map(({ name }) => name), rows: found, isCut };
  } catch (error) {
    throw error instanceof Sqlite.SqliteError || error instanceof RangeError ? refused(error.message) : error;
  } finally {
    db.close();
  }
}

/** Tables and views with their columns, by name. */
export function readSchema(file: string): readonly SchemaTable[] {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    const tables = db
      .prepare<[], Pick<SchemaTable, 'name' | 'kind'>>(
        "SELECT name, type AS kind FROM sqlite_schema WHERE type IN ('table','view') AND name NOT LIKE 'sqlite_%' ORDER BY name",
      )
      .all();
    const columns = db.prepare<[string], string>('SELECT name FROM pragma_table_info(?) ORDER BY cid').pluck();
    return tables.map((table) => ({ ...table, columns: columns.all(table.name) }));
  } finally {
    db.close();
  }
}

export function refused(message: string): Refusal {
  return new Refusal('query_refused', message, {
    field: 'query',
    remedy:
      'Ask one question that reads, such as SELECT label, seed, loss FROM run. docs/store.md describes the tables.',
  });
}

/** Numbers that JavaScript holds exactly stay numbers; bytes are told by their count. */
function plain(value: unknown): Cell {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`;
  return value as Cell;
}

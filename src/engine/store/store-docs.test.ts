import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { freshFolder } from '../testing/small-experiment.ts';
import { openStore } from './index.ts';

const page = new URL('../../../docs/store.md', import.meta.url);

test('the page on the store describes every table and view of it (update it with `npx vitest run -u`)', async () => {
  const byHand = readFileSync(page, 'utf8').split('## Tables\n')[0]!;
  await expect(`${byHand}## Tables\n\n${describeTables()}`).toMatchFileSnapshot(page.pathname);
});

/** Tables and views by name, each with its columns, keys and the remarks of its migration. */
function describeTables(): string {
  const file = join(freshFolder(), 'workspace.sqlite');
  openStore(file).close();
  const db = new Sqlite(file, { readonly: true });
  const tables = db
    .prepare<[], { name: string; type: string; sql: string }>(
      "SELECT name, type, sql FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .all();
  const text = tables
    .map(({ name, type, sql }) => `### ${name}${type === 'view' ? ' (view)' : ''}\n\n${columnsOf(db, name, sql)}\n`)
    .join('\n');
  db.close();
  return text;
}

function columnsOf(db: Sqlite.Database, table: string, sql: string): string {
  const columns = db
    .prepare<[string], { name: string; type: string; pk: number; notnull: number }>(
      'SELECT name, type, pk, "notnull" FROM pragma_table_info(?) ORDER BY cid',
    )
    .all(table);
  const references = new Map(
    db
      .prepare<[string], { from: string; table: string }>('SELECT "from", "table" FROM pragma_foreign_key_list(?)')
      .all(table)
      .map((key) => [key.from, key.table]),
  );
  const rows = columns.map(({ name, type, pk, notnull }) => {
    const target = references.get(name);
    const facts = [
      pk > 0 ? 'key' : notnull === 0 && sql.startsWith('CREATE TABLE') ? 'may be NULL' : '',
      target === undefined ? '' : `of \`${target}\``,
      remarkOn(name, sql),
    ].filter(Boolean);
    return `| \`${name}\` | ${type.toLowerCase()} | ${facts.join('; ')} |`;
  });
  return ['| column | type | |', '|---|---|---|', ...rows].join('\n');
}

/** What the migration says behind the column. */
function remarkOn(column: string, sql: string): string {
  const line = sql
    .split(/\n|, (?=[a-z_]+ (?:TEXT|INTEGER|REAL))/)
    .find((one) => new RegExp(`^\\s*${column} [A-Z]`).test(one));
  return (/-- (.*)$/.exec(line ?? '')?.[1] ?? '').replaceAll('|', '\\|');
}

import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openStore } from '../store/index.ts';
import { readSchema } from '../store/question.ts';
import { freshFolder } from '../testing/small-experiment.ts';
import { askStore } from './ask.ts';

const file = join(freshFolder(), 'workspace.sqlite');

beforeAll(() => {
  const store = openStore(file);
  store.settings.put('slots', 3);
  store.close();
});

test('a question is answered in rows, and cut at the limit', async () => {
  const answer = await askStore(
    file,
    "WITH n(i) AS (VALUES (1), (2), (3)) SELECT i, i / 2.0 AS half, NULL, x'00ff' FROM n",
    {
      rows: 2,
    },
  );
  expect(answer).toMatchObject({
    columns: ['i', 'half', 'NULL', "x'00ff'"],
    rows: [
      [1, 0.5, null, '2 bytes'],
      [2, 1, null, '2 bytes'],
    ],
    isCut: true,
  });
});

test.each([
  'DELETE FROM setting',
  "UPDATE setting SET value = '1' RETURNING key",
  'PRAGMA user_version = 1',
  "VACUUM INTO 'never.sqlite'",
  "ATTACH 'never.sqlite' AS other",
  'CREATE TABLE t (x)',
  'SELECT 1; DELETE FROM setting',
  'SELECT nothing FROM nowhere',
])('%s is refused, and the store is as it was', async (query) => {
  await expect(askStore(file, query)).rejects.toMatchObject({ code: 'query_refused' });
  expect((await askStore(file, "SELECT value FROM setting WHERE key = 'slots'")).rows).toEqual([['3']]);
});

test('a question that takes too long is ended', async () => {
  const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n';
  await expect(askStore(file, endless, { seconds: 0.5 })).rejects.toThrow(/No answer within 0.5 s/);
});

test('the schema names every table with its columns', () => {
  expect(readSchema(file)).toContainEqual({ name: 'setting', kind: 'table', columns: ['key', 'value'] });
});

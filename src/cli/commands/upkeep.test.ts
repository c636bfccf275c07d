/** `aioli trash`, `aioli workspace` and `aioli sql` over a real workspace. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { openEngine } from '#engine/engine';
import { freshFolder, writeGroupText } from '#engine/testing/small-experiment';
import { aioli } from '../testing/console.ts';

let folder: string;

beforeEach(async () => {
  folder = join(freshFolder(), 'study');
  const engine = await openEngine({ folder });
  await engine.addGroup(writeGroupText(folder, 'law'));
  await engine.close();
});

test('a removed group is listed, put back and emptied', async () => {
  const here = ['-w', folder];
  await aioli('groups', 'remove', 'law', ...here);
  expect((await aioli('trash', 'list', ...here)).stdout).toMatch(/law\s+group/);
  expect((await aioli('trash', 'restore', 'law', ...here)).stdout).toContain('Put the group "law" back.');
  expect((await aioli('trash', ...here)).stdout).toContain('The trash is empty.');
  await aioli('groups', 'remove', 'law', ...here);
  expect((await aioli('trash', 'empty', 'law', ...here, '--json')).json).toMatchObject({ removed: 1 });
  expect(await aioli('trash', 'restore', 'law', ...here)).toMatchObject({ code: 1 });
});

test('a workspace is moved with its files checked, and says so', async () => {
  const to = join(freshFolder(), 'there');
  const said = await aioli('workspace', 'move', to, '-w', folder);
  expect(said.stdout).toMatch(/Moved \d+ files, .*each is the same as its original\.\nRemoved /);
  expect(existsSync(folder)).toBe(false);
  expect((await aioli('groups', '-w', to)).stdout).toContain('law');
});

test('a named copy of the results is gone back to', async () => {
  const here = ['-w', folder];
  await aioli('workspace', 'keep', 'first', ...here);
  await aioli('groups', 'rename', 'law', 'legal', ...here);
  const [copy] = (await aioli('workspace', 'copies', ...here, '--json')).json as [{ file: string }];
  await aioli('workspace', 'restore', copy.file, ...here);
  expect((await aioli('groups', ...here)).stdout).toContain('law');
  expect((await aioli('workspace', 'copies', ...here)).stdout).toContain('before going back');
});

test('the store answers questions as a table, CSV and JSON, and refuses to be changed', async () => {
  const ask = (query: string, ...more: string[]) => aioli('sql', query, '-w', folder, ...more);
  expect((await ask('SELECT name, 2 AS two FROM text_group', '--format', 'csv')).stdout).toBe('name,two\r\nlaw,2\r\n');
  expect((await ask('SELECT name FROM text_group', '--json')).json).toEqual([{ name: 'law' }]);
  const cut = await ask('VALUES (1), (2), (3)', '--rows', '2');
  expect(cut.stderr).toContain('Only the first 2 rows');
  expect(await ask("UPDATE text_group SET name = 'x'")).toMatchObject({ code: 1 });
});

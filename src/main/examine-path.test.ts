import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kindOfPath } from './examine-path.ts';
import { describeRecent } from './recent.ts';

const folder = mkdtempSync(join(tmpdir(), 'examine-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const workspace = join(folder, 'study');
mkdirSync(workspace);
writeFileSync(join(workspace, 'workspace.sqlite'), 'x'.repeat(1000));

test.each([
  ['workspace', workspace],
  ['folder', folder],
  ['missing', join(folder, 'nowhere')],
  ['experiment', file('a.json', '\ufeff{ "format": 1, "groups": ["a"], "methods": [] }')],
  ['file', file('b.json', '{ "text": "groups and methods" }')],
  ['file', file('c.json', '[1, 2')],
  ['file', file('d.txt', '{ "format": 1, "methods": [] }')],
] as const)('%s: %s', (kind, path) => {
  expect(kindOfPath(path)).toBe(kind);
});

test('recent workspaces are told with size and last change, and those that are gone as such', async () => {
  const [there, gone] = await describeRecent([workspace, join(folder, 'nowhere')]);
  expect(there).toMatchObject({ folder: workspace, exists: true, bytes: 1000 });
  expect(Date.parse(there!.changedAt!)).toBeGreaterThan(0);
  expect(gone).toEqual({ folder: join(folder, 'nowhere'), exists: false, bytes: null, changedAt: null });
});

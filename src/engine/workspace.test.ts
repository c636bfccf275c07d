import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder } from './testing/small-experiment.ts';
import { openWorkspace, unwritable } from './workspace.ts';

test('a new workspace is laid out and says what is where', () => {
  const folder = join(freshFolder(), 'new', 'workspace');
  openWorkspace(folder).release();
  expect(readdirSync(folder).sort()).toEqual([
    'README.txt',
    'checkpoints',
    'engine.lock',
    'reports',
    'shards',
    'texts',
  ]);
});

test('a second engine is refused until the first lets go', () => {
  const folder = freshFolder();
  const first = openWorkspace(folder);
  expect(() => openWorkspace(folder)).toThrow(
    expect.objectContaining({
      code: 'workspace_busy',
      message: expect.stringContaining(`process ${process.pid}`) as string,
    }),
  );
  first.release();
  openWorkspace(folder).release();
});

test('looking on takes no lock and makes nothing', () => {
  const folder = freshFolder();
  expect(() => openWorkspace(folder, 'read')).toThrow(expect.objectContaining({ code: 'folder_missing' }));
  expect(readdirSync(folder)).toEqual([]);
  writeFileSync(join(folder, 'workspace.sqlite'), '');
  const first = openWorkspace(folder);
  openWorkspace(folder, 'read').release();
  first.release();
});

test('a file where the folder should be is refused', () => {
  const file = join(freshFolder(), 'file');
  writeFileSync(file, '');
  expect(() => openWorkspace(join(file, 'workspace'))).toThrow(
    expect.objectContaining({ code: 'workspace_read_only' }),
  );
  expect(existsSync(join(file, 'workspace'))).toBe(false);
});

test.each(['EACCES', 'EROFS', 'ENOENT', 'EPERM', 'SQLITE_READONLY_CANTLOCK'])(
  '%s is read as a workspace without write access',
  (code) => {
    expect(unwritable(Object.assign(new Error(code), { code }), 'folder')).toMatchObject({
      code: 'workspace_read_only',
    });
  },
);

test('any other error stays what it is', () => {
  expect(unwritable(new Error('something else'), 'folder')).toBeUndefined();
});

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BufferedWriter } from './buffered-file.ts';
import { fillFolder } from './partial-folder.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'partial-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

const write = (name: string) => (folder: string) => {
  writeFileSync(join(folder, 'content'), 'x');
  expect(existsSync(join(parent, name))).toBe(false);
  return Promise.resolve(name);
};

test('a folder appears under its name once it is complete', async () => {
  expect(await fillFolder(parent, write('a'))).toBe(join(parent, 'a'));
  expect(readdirSync(join(parent, 'a'))).toEqual(['content']);
  expect(readdirSync(parent)).toEqual(['a']);
});

test('what is there already under the name stays', async () => {
  mkdirSync(join(parent, 'a'));
  await fillFolder(parent, () => Promise.resolve('a'));
  expect(readdirSync(join(parent, 'a'))).toEqual([]);
});

test('leftovers of ended processes are removed, folders still being filled are not', async () => {
  mkdirSync(join(parent, '.partial-999999-old'));
  mkdirSync(join(parent, `.partial-${process.ppid}-other`));
  await fillFolder(parent, async (outer) => {
    await fillFolder(parent, write('inner'));
    expect(existsSync(outer)).toBe(true);
    return 'outer';
  });
  expect(readdirSync(parent).sort()).toEqual([`.partial-${process.ppid}-other`, 'inner', 'outer']);
});

test('a full disk is refused and leaves nothing', async () => {
  const filling = fillFolder(parent, () => {
    const writer = new BufferedWriter('/dev/full');
    writer.write(Buffer.from('more'));
    writer.close();
    return Promise.resolve('a');
  });
  await expect(filling).rejects.toEqual(expect.objectContaining({ code: 'disk_full' }));
  expect(readdirSync(parent)).toEqual([]);
});

test('a file that cannot be finished can be let go, as one that is finished', async () => {
  const full = new BufferedWriter('/dev/full');
  full.write(Buffer.from('more'));
  await expect(full.finish()).rejects.toThrow('ENOSPC');
  full.abandon();
  const file = join(parent, 'whole');
  const whole = new BufferedWriter(file);
  whole.write(Buffer.from('all of it'));
  await whole.finish();
  whole.abandon();
  expect(readFileSync(file, 'utf8')).toBe('all of it');
});

test('a folder that cannot be written to is refused', async () => {
  const denied = Object.assign(new Error('denied'), { code: 'EROFS' });
  await expect(fillFolder(parent, () => Promise.reject(denied))).rejects.toEqual(
    expect.objectContaining({ code: 'workspace_read_only', cause: denied }),
  );
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isKept, keepFolder, sweepParts } from './kept-folder.mjs';
import { withLock } from './lock.mjs';

const cache = mkdtempSync(join(tmpdir(), 'aioli-kept-'));
const goneProcess = spawnSync(process.execPath, ['-e', '']).pid;

test('fills a folder once and leaves nothing half done', async () => {
  const folder = join(cache, 'library');
  let fills = 0;
  const fill = (temporary) => {
    fills += 1;
    writeFileSync(join(temporary, 'file'), 'x');
    return Promise.resolve();
  };
  await keepFolder(folder, fill);
  await keepFolder(folder, fill);
  expect({ fills, isKept: isKept(folder), names: readdirSync(cache) }).toEqual({
    fills: 1,
    isKept: true,
    names: ['library'],
  });
});

test('keeps nothing of a failure', async () => {
  const folder = join(cache, 'broken');
  await expect(keepFolder(folder, () => Promise.reject(new Error('no space')))).rejects.toThrow('no space');
  expect(readdirSync(cache).filter((name) => name.startsWith('broken'))).toEqual([]);
});

test('replaces a folder that was never finished', async () => {
  const folder = join(cache, 'half');
  mkdirSync(folder);
  writeFileSync(join(folder, 'old'), '');
  await keepFolder(folder, (temporary) => Promise.resolve(writeFileSync(join(temporary, 'new'), '')));
  expect(readdirSync(folder).sort()).toEqual(['.complete', 'new']);
});

test('sweeps up after processes that are gone, not after those that run', async () => {
  const left = join(cache, `x.part-${goneProcess}`);
  const running = join(cache, `y.part-${process.pid}`);
  mkdirSync(left);
  mkdirSync(running);
  await sweepParts(cache);
  expect([existsSync(left), existsSync(running)]).toEqual([false, true]);
});

test('lets one in at a time, and takes a lock whose holder is gone', async () => {
  const file = join(cache, 'lock');
  writeFileSync(file, String(goneProcess));
  const order = [];
  const work = (name) => () =>
    new Promise((resolve) => {
      order.push(`${name} in`);
      setTimeout(() => resolve(order.push(`${name} out`)), 20);
    });
  await Promise.all([withLock(file, work('a')), withLock(file, work('b'))]);
  expect(order.map((text) => text.split(' ')[1])).toEqual(['in', 'out', 'in', 'out']);
  expect(existsSync(file)).toBe(false);
});

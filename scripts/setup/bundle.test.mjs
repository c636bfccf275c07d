import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { ensureBuilt, forgetBuilt } from './bundle.mjs';

const node = { path: process.execPath };
let root;
let built;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aioli-bundle-'));
  built = [];
  write('src/cli/index.ts', '1');
  write('src/renderer/App.svelte', '1');
  write('src/base/numbers.ts', '1');
});

test('builds once, and again only what a change belongs to', async () => {
  await ensure(['main', 'renderer']);
  await ensure(['main', 'renderer']);
  write('src/renderer/App.svelte', 'longer');
  await ensure(['main', 'renderer']);
  write('src/cli/index.ts', 'longer');
  await ensure(['main', 'renderer']);
  write('src/base/numbers.ts', 'longer');
  await ensure(['main', 'renderer']);
  expect(built).toEqual([['main', 'renderer'], ['renderer'], ['main'], ['main', 'renderer']]);
});

test('builds again after a removed file, a removed result or another builder', async () => {
  await ensure(['main']);
  rmSync(join(root, 'src/base/numbers.ts'));
  await ensure(['main']);
  rmSync(join(root, 'out/main'), { recursive: true });
  await ensure(['main']);
  forgetBuilt(['main'], root);
  await ensure(['main']);
  expect(built).toHaveLength(4);
});

test('does not build for a changed test', async () => {
  await ensure(['main']);
  write('src/base/numbers.test.ts', '1');
  await ensure(['main']);
  expect(built).toHaveLength(1);
});

test('builds once for two that ask at the same time', async () => {
  await Promise.all([ensure(['main']), ensure(['main'])]);
  expect(built).toEqual([['main']]);
});

test('does not take a failed build for a built one', async () => {
  await ensure(['main']);
  write('src/cli/index.ts', 'broken');
  const failing = ensureBuilt(node, ['main'], { root, build: () => Promise.reject(new Error('syntax')) });
  await expect(failing).rejects.toThrow('syntax');
  await ensure(['main']);
  expect(built).toHaveLength(2);
});

function ensure(sides) {
  const build = (stale) => {
    built.push(stale);
    for (const side of stale) mkdirSync(join(root, 'out', side), { recursive: true });
    return Promise.resolve();
  };
  return ensureBuilt(node, sides, { root, build });
}

function write(path, text) {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

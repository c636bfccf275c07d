import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import setup from './test-folder.mjs';

test('tests write into one folder, which is gone when they have ended', () => {
  const outside = tmpdir();
  expect(basename(outside)).toMatch(/^aioli-tests-/); // this test is one of them
  const end = setup();
  const inside = mkdtempSync(join(tmpdir(), 'left-'));
  expect(dirname(dirname(inside))).toBe(outside);
  end();
  expect([existsSync(inside), tmpdir()]).toEqual([false, outside]);
  expect(readdirSync(outside)).not.toContain(basename(dirname(inside)));
});

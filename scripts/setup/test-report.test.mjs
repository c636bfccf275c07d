import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closingLine, stageCounts } from './test-report.mjs';

const folder = mkdtempSync(join(tmpdir(), 'aioli-report-'));

test('counts the tests of vitest and of Playwright', () => {
  const vitest = report('v', { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 });
  const playwright = report('p', { stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 0 } });
  expect(stageCounts(false, vitest)).toEqual({ passed: 5, failed: 1, skipped: 3, retried: 0 });
  expect(stageCounts(true, playwright)).toEqual({ passed: 4, failed: 0, skipped: 0, retried: 1 });
});

test('counts a stage without tests as one check, and a stage that broke as one failure', () => {
  const clean = report('c', { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 });
  expect(stageCounts(true)).toMatchObject({ passed: 1, failed: 0 });
  expect(stageCounts(false, join(folder, 'none.json'))).toMatchObject({ passed: 0, failed: 1 });
  expect(stageCounts(false, clean)).toMatchObject({ passed: 5, failed: 1 });
});

test('closes with the sums, and names skipped tests only if there are any', () => {
  const counts = (passed, failed, skipped) => ({ passed, failed, skipped, retried: 0 });
  expect(closingLine([counts(1, 0, 0), counts(7, 2, 0)])).toBe('8 passed, 2 failed');
  expect(closingLine([counts(1, 0, 3)])).toBe('1 passed, 0 failed, 3 skipped');
});

function report(name, content) {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

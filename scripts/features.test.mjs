import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const rows = readFileSync(new URL('../docs/features.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-Z]+[0-9+]+ \|/.test(line))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .map(([, id, feature, done, where]) => ({ id, feature, done, where }));

test('every feature has one row with a plain answer', () => {
  expect(rows.filter(({ done }) => !['yes', 'partly', 'no'].includes(done))).toEqual([]);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test('what is claimed names tests that exist', () => {
  const unproven = rows
    .filter(({ done }) => done !== 'no')
    .filter(({ done, where }) => {
      const proofs = [...where.matchAll(/`([^`]+)`: “([^”]+)”/g)];
      return (done === 'yes' && proofs.length === 0) || proofs.some(([, file, title]) => !holds(file, title));
    });
  expect(unproven.map(({ id }) => id)).toEqual([]);
});

function holds(file, title) {
  const url = new URL(`../${file}`, import.meta.url);
  return existsSync(url) && readFileSync(url, 'utf8').includes(title);
}

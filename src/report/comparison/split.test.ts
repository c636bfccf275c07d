import { expect, test } from 'vitest';
import { words } from '../block.ts';
import { splitTable } from './split.ts';

const table = (columns: number) => ({
  caption: 'Loss',
  header: ['Method', ...Array.from({ length: columns }, (_, i) => `group ${String(i)}`)],
  rows: [['Stratified', ...Array.from({ length: columns }, () => '3.4190 ± 0.0010')].map(words)],
});

test('a table too wide for a page becomes parts of equal size, each with the names of its rows', () => {
  const parts = splitTable(table(10));
  expect(parts.map(({ caption, header }) => [caption, header.length])).toEqual([
    ['Loss', 6],
    ['Loss, continued', 6],
  ]);
  expect(parts[1]!.header).toEqual(['Method', 'group 5', 'group 6', 'group 7', 'group 8', 'group 9']);
  expect(parts[1]!.rows[0]![0]!.text).toBe('Stratified');
  expect(parts.flatMap(({ rows }) => rows[0]!.slice(1))).toHaveLength(10);
});

test('a table that fits stays as it is', () => {
  expect(splitTable(table(4))).toEqual([table(4)]);
  expect(splitTable(table(1))).toEqual([table(1)]);
});

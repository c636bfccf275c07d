import { expect, test } from 'vitest';
import { parseRows, readTable } from './table-text.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('rows are pasted with any separator', () => {
  expect(parseRows('1 2\n3,4\n\n 5;\t6 ')).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
});

test('a CSV file says nothing of its rows, a JSON file may', () => {
  expect(readTable(bytes(',law,code\nlaw,1,2\ncode,3,4\n'), 'graph.csv')).toEqual({
    matrix: [
      [1, 2],
      [3, 4],
    ],
    isDeclared: false,
  });
  expect(readTable(bytes('{"rows": "trained", "matrix": [[1, 2], [3, 4]]}'), 'graph.json')).toEqual({
    matrix: [
      [1, 3],
      [2, 4],
    ],
    isDeclared: true,
  });
});

test('a file that holds no matrix is refused', () => {
  expect(() => readTable(bytes('{"matrix": [[1], [1, 2]]}'), 'graph.json')).toThrow('Row 2');
});

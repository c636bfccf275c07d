import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnSums, matrixOf, solverOf, times, transposed } from './linear-algebra.ts';

test('solving undoes multiplying', () => {
  const entries = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 25, maxLength: 25 });
  fc.assert(
    fc.property(entries, (all) => {
      const matrix = matrixOf(5, 5, (i, j) => all[5 * i + j]! + (i === j ? 6 : 0)); // diagonally dominant: regular
      const x = [1, -2, 3, 0.5, 0];
      const solved = solverOf(matrix)!(times(matrix, x));
      return solved.every((value, k) => Math.abs(value - x[k]!) < 1e-9);
    }),
  );
});

test('a matrix that needs its rows swapped is solved', () => {
  const solve = solverOf([
    [0, 1],
    [2, 0],
  ])!;
  expect(solve([3, 4])).toEqual([2, 3]);
});

test.each([
  [
    'equal rows',
    [
      [1, 1],
      [1, 1],
    ],
  ],
  ['a thin pivot', matrixOf(3, 3, (i, j) => 1 / 3 + (i === j ? 1e-12 : 0))],
  [
    'no numbers',
    [
      [NaN, 0],
      [0, 1],
    ],
  ],
])('a matrix with %s has no solver', (_name, matrix) => {
  expect(solverOf(matrix)).toBeNull();
});

test('columns are summed, with weights when given', () => {
  const matrix = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  expect(columnSums(matrix)).toEqual([5, 7, 9]);
  expect(columnSums(matrix, [2, 0])).toEqual([2, 4, 6]);
  expect(transposed(matrix)).toEqual([
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
});

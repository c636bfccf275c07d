import { expect, test } from 'vitest';
import { studentCdf, studentQuantile } from './student.ts';

// Values of the t table that every textbook prints.
test.each([
  [1, 12.706205],
  [2, 4.302653],
  [4, 2.776445],
  [9, 2.262157],
  [30, 2.042272],
  [1000, 1.962339],
])('with %d degrees of freedom a 95 %% interval reaches %d standard errors', (degrees, factor) => {
  expect(studentQuantile(0.95, degrees)).toBeCloseTo(factor, 5);
});

// The table's other columns: one-sided 90, 95, 99, 99.5 and 99.95 %.
test.each([
  [1, 0.99, 63.656741],
  [2, 0.99, 9.924843],
  [4, 0.8, 1.533206],
  [4, 0.98, 3.746947],
  [4, 0.99, 4.604095],
  [10, 0.9, 1.812461],
  [10, 0.999, 4.586894],
  [30, 0.99, 2.749996],
  [120, 0.95, 1.97993],
])('with %d degrees of freedom the level %d needs a t of %d', (degrees, level, factor) => {
  expect(studentQuantile(level, degrees)).toBeCloseTo(factor, 5);
});

test('one degree of freedom is the Cauchy distribution', () => {
  for (const t of [-30, -1, -0.2, 0, 0.7, 5]) expect(studentCdf(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 12);
});

test('the distribution is symmetric and reaches its ends', () => {
  expect(studentCdf(1.3, 5) + studentCdf(-1.3, 5)).toBeCloseTo(1, 12);
  expect([studentCdf(-Infinity, 3), studentCdf(0, 3), studentCdf(Infinity, 3)]).toEqual([0, 0.5, 1]);
});

import { expect, test } from 'vitest';
import { cellsOf, mixtureAfterKey, triangleIn } from './triangle.ts';

const triangle = triangleIn(0, 0, 100, 100);
const rounded = (mixture: readonly number[]) => mixture.map((share) => Math.round(share * 1000) / 1000 + 0);

test('a place in the triangle is a mixture and back', () => {
  const mixture = [0.2, 0.3, 0.5] as const;
  expect(rounded(triangle.mixtureAt(triangle.place(mixture)))).toEqual(mixture);
  expect(triangle.corners.map((corner) => rounded(triangle.mixtureAt(corner)))).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
});

test('a place outside is moved in', () => {
  const below = triangle.mixtureAt({ x: 50, y: 500 });
  expect(below.every((share) => share >= 0)).toBe(true);
  expect(below.reduce((a, b) => a + b)).toBeCloseTo(1);
});

test('small triangles cover the whole', () => {
  const cells = cellsOf(8);
  expect(cells).toHaveLength(64);
  const mean = cells.reduce((sum, cell) => sum + cell.centre[2], 0) / cells.length;
  expect(mean).toBeCloseTo(1 / 3);
});

test('arrow keys move along the sides and stay inside', () => {
  expect(rounded(mixtureAfterKey('ArrowRight', [0.5, 0.25, 0.25], 0.1)!)).toEqual([0.4, 0.35, 0.25]);
  expect(rounded(mixtureAfterKey('ArrowLeft', [0.9, 0.05, 0.05], 0.1)!)).toEqual([0.95, 0, 0.05]);
  expect(rounded(mixtureAfterKey('ArrowUp', [0.6, 0.3, 0.1], 0.1)!)).toEqual([0.533, 0.267, 0.2]);
  expect(rounded(mixtureAfterKey('ArrowDown', [0, 0, 1], 0.1)!)).toEqual([0.05, 0.05, 0.9]);
  expect(mixtureAfterKey('Enter', [1, 0, 0])).toBeNull();
});

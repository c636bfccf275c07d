import { expect, test } from 'vitest';
import { difference, foldLaws, withoutUnestimated } from './folded-law.ts';

const at = (round: number, matrix: number[][]) => ({ round, step: round * 10, matrix });

test('seeds are folded round by round: mean, standard error, and in how many the sign is that of the mean', () => {
  const [first] = foldLaws([[at(0, [[1, -2]])], [at(0, [[3, -2]])], [at(0, [[5, 1]])]]);
  expect(first).toMatchObject({ round: 0, step: 0, matrix: [[3, -1]], agreeing: [[3, 2]], seeds: 3 });
  expect(first!.errors![0]![0]).toBeCloseTo(2 / Math.sqrt(3), 12);
});

test('a seed that has not come as far adds nothing to later rounds', () => {
  const rounds = foldLaws([[at(0, [[1]]), at(1, [[2]])], [at(0, [[3]])]]);
  expect(rounds.map(({ matrix, seeds, errors }) => [matrix[0]![0], seeds, errors === null])).toEqual([
    [2, 2, false],
    [2, 1, true],
  ]);
});

test('zeros everywhere off the diagonal were never estimated; one zero among numbers was', () => {
  const diagonal = [at(0, [[1, 0], [0, 2]]), at(1, [[3, 0], [0, 4]])]; // prettier-ignore
  expect(withoutUnestimated(diagonal)[1]!.matrix).toEqual([[3, NaN], [NaN, 4]]); // prettier-ignore
  const full = [at(0, [[1, 0], [0.5, 2]])]; // prettier-ignore
  expect(withoutUnestimated(full)).toBe(full);
  expect(withoutUnestimated([at(0, [[1]])])[0]!.matrix).toEqual([[1]]);
});

test('a difference is missing where either matrix is', () => {
  expect(difference([[3, NaN]], [[1, 2]])).toEqual([[2, NaN]]);
});

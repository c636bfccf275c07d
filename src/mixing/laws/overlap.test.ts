import { expect, test } from 'vitest';
import { overlapCorrelation } from './overlap.ts';

const overlap = [[1, 0.3, 0.1], [0.2, 1, 0.4], [0.5, 0.6, 1]]; // prettier-ignore

test('a law in the order of the overlap mirrors it, whatever its diagonal; one in the other order opposes it', () => {
  const law = overlap.map((row, i) => row.map((shared, j) => (i === j ? -9 : shared ** 3)));
  expect(overlapCorrelation(law, overlap)).toBeCloseTo(1, 12);
  expect(overlapCorrelation(law.map((row) => row.map((x) => -x)), overlap)).toBeCloseTo(-1, 12); // prettier-ignore
});

test('entries that are missing do not count, and too few say nothing', () => {
  const diagonal = overlap.map((row, i) => row.map((x, j) => (i === j ? x : NaN)));
  expect(overlapCorrelation(diagonal, overlap)).toBeNull();
  expect(overlapCorrelation([[1, 2], [3, 4]], [[1, 2], [3, 4]])).toBeNull(); // prettier-ignore
});

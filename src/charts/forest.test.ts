import { expect, test } from 'vitest';
import { aComparisonOf, aFinishedRun, fiveSeeds } from '#mixing/testing/finished-run';
import { forestOf } from './forest.ts';

test('rows with a difference become lines, the best first, with interval, seeds and verdict in words', () => {
  const worse = [0, 1, 2, 3, 4].map((seed) => aFinishedRun('grid', seed, [2 + seed / 50, 2.1 + seed / 60]));
  const comparison = aComparisonOf([...worse, ...fiveSeeds([0.03, 0.02, 0.021, 0.015, 0.02])]);
  const entries = forestOf(comparison, 'mean-loss', ({ method }) => method);
  expect(entries.map(({ name }) => name)).toEqual(['aioli', 'grid']);
  expect(entries[0]).toMatchObject({
    colour: 'aioli',
    perSeed: [-0.03, -0.02, -0.021, -0.015, -0.02].map((x) => expect.closeTo(x, 10) as number),
    words: 'aioli: −0.0212, −0.0280 to −0.0144; better over 99 %, no practical difference under 1 %, worse under 1 %',
  });
});

test('one seed has no interval', () => {
  const [only] = forestOf(aComparisonOf(fiveSeeds([0.03])), 'mean-loss', () => 'red');
  expect(only).toMatchObject({ interval: null, words: 'aioli: −0.0300' });
});

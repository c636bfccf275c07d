import { expect, test } from 'vitest';
import { compare } from './compare.ts';
import { aFinishedRun } from '../testing/finished-run.ts';
import { stabilityInWords, stabilityOf } from './stability.ts';

const groups = ['law', 'code', 'math'];
const comparisonOf = (losses: Readonly<Record<string, readonly (readonly number[])[]>>) =>
  compare(
    Object.entries(losses).flatMap(([method, seeds]) => seeds.map((all, seed) => aFinishedRun(method, seed, all))),
    { experiment: 'e', groups, tokenizer: 'byte', baseline: 'a', tokensPerByte: [1, 1, 1] },
  );
const label = (key: string) => key.split('/')[0]!;

// b is best on the whole, but only by seed 2 and by math
const shaky = comparisonOf({
  a: [
    [1, 1, 2],
    [1, 1, 2],
    [1, 1, 2],
  ],
  b: [
    [1.1, 1.1, 1.9],
    [1.1, 1.1, 1.9],
    [1.1, 1.1, 0.9],
  ],
});

test('counts how often the best row is another when one seed or one group is left out', () => {
  const { winner, withoutSeed, withoutGroup, ranks, agreement } = stabilityOf(shaky, 'mean-loss')!;
  expect(winner).toBe('b/b');
  expect(withoutSeed.map((one) => label(one.winner))).toEqual(['b', 'b', 'a']);
  expect(withoutGroup.map((one) => label(one.winner))).toEqual(['b', 'b', 'a']);
  expect(ranks).toEqual([
    { row: 'a/a', meanRank: expect.closeTo(4 / 3) as number, bestIn: 2 },
    { row: 'b/b', meanRank: expect.closeTo(5 / 3) as number, bestIn: 1 },
  ]);
  expect(agreement).toBeCloseTo(-1 / 3, 12);
});

test('says so in one sentence', () => {
  expect(stabilityInWords(stabilityOf(shaky, 'mean-loss')!, label)).toBe(
    'b is best; another row would be in 1 of 3 cases with one seed left out and in 1 of 3 cases with one group left out.',
  );
  const firm = comparisonOf({
    a: [
      [1, 1, 1],
      [1, 1, 1],
    ],
    b: [
      [2, 2, 2],
      [2, 2, 2],
    ],
  });
  expect(stabilityInWords(stabilityOf(firm, 'mean-loss')!, label)).toBe(
    'a is best, and stays so when any one seed or group is left out.',
  );
});

test('only seeds that all rows have count, and one row has no rival', () => {
  const uneven = comparisonOf({
    a: [
      [1, 1, 1],
      [9, 9, 9],
    ],
    b: [[2, 2, 2]],
  });
  expect(stabilityOf(uneven, 'mean-loss')).toMatchObject({
    winner: 'a/a',
    seeds: [0],
    withoutSeed: [],
    agreement: null,
  });
  expect(stabilityOf(comparisonOf({ a: [[1, 1, 1]] }), 'mean-loss')).toBeNull();
});

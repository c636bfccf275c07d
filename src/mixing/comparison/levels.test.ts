import { expect, test } from 'vitest';
import { compare } from './compare.ts';
import { groups, aFinishedRun } from '../testing/finished-run.ts';
import { levelsOf, type Level } from './levels.ts';

const methods = [
  { key: 's', method: 'stratified', label: 'Stratified', settings: [{ name: 'method', value: 'stratified' }] },
  ...[0.1, 0.5].map((eta) => ({
    key: `a${String(eta)}`,
    method: 'aioli',
    label: `Aioli (eta ${String(eta)})`,
    settings: [
      { name: 'method', value: 'aioli' },
      { name: 'eta', value: eta },
    ],
  })),
];
const runs = methods.flatMap(({ key, method, label }, m) =>
  [0, 1].map((seed) =>
    aFinishedRun(method, seed, [2 - m / 10, 2 - m / 10 + seed], { run: `${key}${String(seed)}`, row: key, label }),
  ),
);
const comparison = compare(runs, {
  experiment: 'e',
  groups,
  tokenizer: 'byte',
  baseline: 's',
  methods,
  tokensPerByte: [1, 1],
});
const outline = ({ value, runs: all, levels }: Level): unknown => [value, all.length, levels.map(outline)];

test('runs fold by method, then by a setting, then by seed; rows without the setting are a group of their own', () => {
  const seeds = [
    [0, 1, []],
    [1, 1, []],
  ];
  expect(levelsOf(comparison, ['method', 'eta', 'seed']).map(outline)).toEqual([
    ['stratified', 2, [[null, 2, seeds]]],
    [
      'aioli',
      4,
      [
        [0.1, 2, seeds],
        [0.5, 2, seeds],
      ],
    ],
  ]);
});

test('every level folds all of its runs, with their differences to the baseline of the same seed', () => {
  const [stratified, aioli] = levelsOf(comparison, ['method']) as [Level, Level];
  expect(aioli.values['mean-loss']).toMatchObject({ n: 4, mean: expect.closeTo(2.1, 10) as number });
  expect(aioli.differences['mean-loss']).toMatchObject({ n: 4, mean: expect.closeTo(-0.15, 10) as number });
  expect(stratified.differences['mean-loss']).toBeNull();
});

import { expect, test } from 'vitest';
import { Refusal } from '#base/refusal';
import { averagePerplexity, bitsPerByte, compare, perplexityOfMean, type FinishedRun } from './comparison.ts';

function result(method: string, seed: number, testLosses: readonly number[], label = method): FinishedRun {
  return {
    run: `${label}-${seed}`,
    method,
    label,
    seed,
    testLosses,
    proportions: [0.25 + 0.01 * seed, 0.75 - 0.01 * seed],
    cost: { learningSteps: 10, finalSteps: 100, computedSteps: 110, seconds: 60 + seed },
  };
}

const options = {
  experiment: 'two groups',
  groups: ['law', 'code'],
  tokenizer: 'byte',
  baseline: 'stratified',
  tokensPerByte: [1, 0.25],
};

test('both headline perplexities of two groups (spec 6.7, T12)', () => {
  expect(Math.exp(2.7611)).toBeCloseTo(15.817232, 6);
  expect(Math.exp(3.2654)).toBeCloseTo(26.190585, 6);
  expect(averagePerplexity([2.7611, 3.2654])).toBeCloseTo(21.003909, 6);
  expect(perplexityOfMean([2.7611, 3.2654])).toBeCloseTo(20.353441, 6);
});

test('a perplexity over three seeds has mean, deviation and standard error (spec 6.7, T13)', () => {
  const runs = [20.9, 21.1, 21.3].map((perplexity, seed) => {
    const loss = Math.log(perplexity);
    return result('stratified', seed, [loss, loss]);
  });
  const summary = compare(runs, options).rows[0]!.cells['average-perplexity']!.value;
  expect(summary.mean).toBeCloseTo(21.1, 9);
  expect(summary.sd).toBeCloseTo(0.2, 9);
  expect(summary.standardError).toBeCloseTo(0.11547, 6);
});

test('the perplexity of a row is the mean of perplexities, not the perplexity of the mean', () => {
  const { rows } = compare([result('stratified', 0, [1, 2]), result('stratified', 1, [3, 2])], options);
  expect(rows[0]!.cells['perplexity of law']!.value.mean).toBeCloseTo((Math.exp(1) + Math.exp(3)) / 2, 12);
});

test('differences are taken seed by seed, over the seeds that both have', () => {
  const { rows } = compare(
    [
      result('stratified', 0, [3, 3]),
      result('stratified', 1, [5, 5]),
      result('aioli', 1, [4.9, 4.9]),
      result('aioli', 0, [2.8, 2.8]),
      result('aioli', 2, [9, 9]),
    ],
    options,
  );
  expect(rows[0]!.cells['mean-loss']!.difference).toBeNull();
  const meanLoss = rows[1]!.cells['mean-loss']!.difference!;
  expect(meanLoss.n).toBe(2);
  expect(meanLoss.mean).toBeCloseTo(-0.15, 12);
  expect(meanLoss.sd).toBeCloseTo(Math.SQRT1_2 / 10, 12);
  expect(rows[1]!.seeds).toEqual([0, 1, 2]);
});

test('without a shared seed there is no difference', () => {
  const { rows } = compare([result('stratified', 0, [3, 3]), result('aioli', 1, [2, 2])], options);
  expect(rows[1]!.cells['mean-loss']!.difference).toBeNull();
});

test('bits per byte follow from the tokenizer', () => {
  expect(bitsPerByte(Math.LN2, 1)).toBe(1);
  const { rows } = compare([result('stratified', 0, [2 * Math.LN2, 4 * Math.LN2])], options);
  expect(options.groups.map((group) => rows[0]!.cells[`bits-per-byte of ${group}`]!.value.mean)).toEqual([2, 1]);
  expect(rows[0]!.cells['mean-bits-per-byte']!.value.mean).toBe(1.5);
});

test('runs that are missing or not finite are listed with their state and never averaged', () => {
  const { rows } = compare([result('stratified', 0, [3, 3]), result('stratified', 1, [NaN, 3])], {
    ...options,
    missing: [{ method: 'stratified', label: 'stratified', seed: 2, state: 'running' }],
  });
  expect(rows[0]!.cells['mean-loss']!.value).toEqual({ mean: 3, sd: null, standardError: null, n: 1, interval: null });
  expect(rows[0]!.missing).toEqual([
    { seed: 2, state: 'running' },
    { run: 'stratified-1', seed: 1, state: 'diverged' },
  ]);
});

test('a method without a finished run keeps its row', () => {
  const methods = [
    { method: 'aioli', label: 'Aioli' },
    { method: 'stratified', label: 'Stratified' },
  ];
  const { rows } = compare([result('stratified', 0, [3, 3], 'Stratified')], { ...options, methods });
  expect(rows.map((row) => [row.label, row.cells['mean-loss']!.value.n, row.proportions.length])).toEqual([
    ['Aioli', 0, 2],
    ['Stratified', 1, 2],
  ]);
  expect(rows[0]!.cells['mean-loss']!.difference).toBeNull();
});

test('one method with two settings makes two rows', () => {
  const runs = [
    result('stratified', 0, [3, 3]),
    result('aioli', 0, [2, 2], 'Aioli (eta 0.1)'),
    result('aioli', 0, [1, 1], 'Aioli (eta 0.5)'),
  ];
  expect(compare(runs, options).rows.map((row) => row.cells['mean-loss']!.value.mean)).toEqual([3, 2, 1]);
  expect(compare(runs, { ...options, baseline: 'Aioli (eta 0.5)' }).rows[2]!.cells['mean-loss']!.difference).toBeNull();
});

test('proportions and cost are means over seeds', () => {
  const { rows } = compare([result('stratified', 0, [3, 3]), result('stratified', 2, [3, 3])], options);
  expect(rows[0]!.proportions[0]).toBeCloseTo(0.26, 12);
  expect(rows[0]!.cost).toEqual({ learningSteps: 10, finalSteps: 100, computedSteps: 110, seconds: 61 });
});

test('the numbers of a row use every run of it and do not depend on which other rows are there', () => {
  const few = [0, 1, 2].flatMap((seed) => [
    result('stratified', seed, [3 + seed / 10, 3]),
    result('aioli', seed, [2.8 + seed / 8, 2.9]),
  ]);
  const many = [...few, ...[0, 1, 2].map((seed) => result('doremi', seed, [2.7, 3.1 - seed / 20]))];
  const [alone, among] = [few, many].map((runs) => compare(runs, options).rows[1]!.cells['mean-loss']!);
  expect(among!.value).toEqual(alone!.value);
  expect({ ...among!.difference, pAdjusted: null }).toEqual({ ...alone!.difference, pAdjusted: null });
});

test('nothing at all and an unknown baseline are refused', () => {
  expect(() => compare([], options)).toThrow(Refusal);
  expect(() => compare([result('aioli', 0, [3, 3])], options)).toThrow('"stratified" is not one of the methods');
});

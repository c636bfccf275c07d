import { expect, test } from 'vitest';
import { aComparisonOf, aFinishedRun, circumstances } from '../testing/finished-run.ts';
import { obstaclesBetween } from './obstacles.ts';
import type { Circumstances } from './types.ts';

const against = (changes: Partial<Circumstances>) => obstaclesBetween({ ...circumstances, ...changes }, circumstances);

test('equal circumstances stand in no way', () => {
  expect(against({})).toEqual([]);
});

test('another version of a group’s text is named with both versions', () => {
  const data = [circumstances.data[0]!, { group: 'code', version: 'ffffffff0000' }];
  expect(against({ data })).toMatchObject([
    { what: 'data', severity: 'blocks', sentence: 'Other data: it read code ffffffff; the baseline read 10a1b2c3.' },
  ]);
});

test.each([
  [{ data: [circumstances.data[0]!] }, 'groups', 'it lacks code'],
  [{ tokenizer: 'gpt2' }, 'tokenizer', 'Losses per token are of other tokens'],
  [{ evaluationSequences: 32 }, 'evaluation', 'at most 32 sequences of 64 tokens a group'],
  [{ batch: 16 }, 'budget', '102\u2009400 tokens a run'],
  [{ model: 'mini' }, 'model', 'Other model: mini'],
] as const)('%o cannot be compared', (changes, what, words) => {
  const [found] = against(changes);
  expect(found).toMatchObject({ what, severity: 'blocks' });
  expect(found!.sentence).toContain(words);
  expect(found!.remedy).not.toBe('');
});

test.each([
  [
    { training: { ...circumstances.training, peakLearningRate: 0.002 } },
    'Trained with peakLearningRate 0.002; the baseline with peakLearningRate 0.001.',
  ],
  [{ learning: 'at most 50 steps' }, 'at most 50 steps'],
  [{ backend: 'tensorflow' }, 'Numbers differ in the last digits'],
  [{ precision: 'bfloat16' }, 'Products of matrices in bfloat16; the baseline’s in float32.'],
] as const)('%o asks for care', (changes, words) => {
  const [found] = against(changes);
  expect(found!.severity).toBe('caution');
  expect(found!.sentence).toContain(words);
});

const runs = (changes: Partial<Circumstances>) =>
  [0, 1].flatMap((seed) => [
    aFinishedRun('stratified', seed, [2, 2], { circumstances }),
    aFinishedRun('aioli', seed, [1.9, 1.9], { circumstances: { ...circumstances, ...changes } }),
  ]);

test('a row that cannot be compared keeps its values, has its reasons, and no difference', () => {
  const row = aComparisonOf(runs({ evaluationSequences: 8 })).rows[1]!;
  expect(row.obstacles).toMatchObject([{ what: 'evaluation' }]);
  expect(row.cells['mean-loss']!.value.mean).toBe(1.9);
  expect(row.cells['mean-loss']!.difference).toBeNull();
});

test('with another tokenizer bits per byte still compare', () => {
  const { cells } = aComparisonOf(runs({ tokenizer: 'gpt2' })).rows[1]!;
  expect(cells['mean-loss']!.difference).toBeNull();
  expect(cells['average-perplexity']!.difference).toBeNull();
  expect(cells['mean-bits-per-byte']!.difference).not.toBeNull();
});

test('runs of one row that read other data than the rest of it are not averaged in silence', () => {
  const [first, second, ...rest] = runs({});
  const moved = { ...circumstances, data: [{ group: 'law', version: 'ffff0000ffff' }, circumstances.data[1]!] };
  const row = aComparisonOf([first!, second!, rest[0]!, { ...rest[1]!, circumstances: moved }]).rows[1]!;
  expect(row.obstacles).toMatchObject([{ what: 'mixed', severity: 'blocks' }]);
  expect(row.cells['mean-loss']!.difference).toBeNull();
});

test('a final run that is shorter by what was learned has the same total budget', () => {
  expect(aComparisonOf(runs({ steps: 60, totalSteps: 100 })).rows[1]!.obstacles).toEqual([]);
  expect(aComparisonOf(runs({ steps: 60, totalSteps: 90 })).rows[1]!.obstacles).toMatchObject([{ what: 'budget' }]);
});

test('runs of other lengths compare at one step, and at equal total budgets', () => {
  const validation = [0, 100].map((step) => ({ step, losses: [3 - step / 100, 3 - step / 100] }));
  const longer = runs({ steps: 200, totalSteps: 200 }).map((run) => ({ ...run, validation }));
  expect(aComparisonOf(longer).rows[1]!.obstacles).toMatchObject([{ what: 'budget' }]);
  expect(aComparisonOf(longer, { at: { step: 50 } }).rows[1]!.obstacles).toEqual([]);
  expect(aComparisonOf(longer, { at: { totalSteps: 'least' } }).rows[1]!.obstacles).toEqual([]);
});

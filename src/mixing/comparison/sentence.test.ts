import { expect, test } from 'vitest';
import { aComparisonOf, aFinishedRun, circumstances, fiveSeeds } from '../testing/finished-run.ts';
import { differenceSentence } from './sentence.ts';
import type { AnalysisChoice } from './types.ts';

const row = 'aioli/aioli';
const said = (drops: readonly number[], measure = 'mean-loss', analysis: AnalysisChoice = {}) =>
  differenceSentence(aComparisonOf(fiveSeeds(drops), analysis), row, measure);

test('a clear difference reads with both values, its interval, its seeds and its p', () => {
  expect(said([0.03, 0.02, 0.021, 0.015, 0.02])).toBe(
    'Over 5 seeds aioli lowers mean test loss by 0.0212 nats per token against stratified: 1.5688 against 1.5900 (95 % CI 0.0144 to 0.0280; better in 5 of 5 seeds; p < 0.001).',
  );
});

test('an interval that includes zero is no clear difference, never "lowers" or "raises"', () => {
  const sentence = said([0.2, -0.1, 0.15, -0.12, 0.02])!;
  expect(sentence).toMatch(
    /^Over 5 seeds there is no clear difference between aioli and stratified in mean test loss: .* \(difference −0\.030 nats per token, 95 % CI −0\.\d+ to \+0\.\d+; better in 3 of 5 seeds; p = 0\.67\)\.$/,
  );
  expect(sentence).not.toMatch(/lowers|raises/);
});

test('a difference that surely does not matter is called that, even where it is clear', () => {
  expect(said([0.001, 0.0012, 0.0011, 0.0009, 0.001])).toMatch(
    /^Over 5 seeds there is no practical difference .*the chance that it is within ±0\.0050+ is over 99 %\)\.$/,
  );
});

test('a rise is said to be one, with the interval of its size', () => {
  expect(said([-0.03, -0.02, -0.021, -0.015, -0.02], 'average-perplexity')).toMatch(
    /^Over 5 seeds aioli raises average test perplexity by 0\.10\d+ against .* CI 0\.\d+ to 0\.\d+; better in 0 of 5/,
  );
});

test('one seed is said to be one, and claims nothing', () => {
  expect(said([0.04])).toBe(
    'With one seed mean test loss of aioli is 0.04000 nats per token lower than that of stratified: 1.51000 against 1.55000 (one seed gives no interval, so this may be luck).',
  );
});

test('the values are those of the paired seeds, so that they are as far apart as the sentence says', () => {
  const runs = [...fiveSeeds([0.1, 0.12, 0.11]), aFinishedRun('aioli', 9, [9, 9])];
  expect(differenceSentence(aComparisonOf(runs), row, 'mean-loss')).toContain('1.4600 against 1.5700');
});

test('the measure says split, group and place', () => {
  const validation = [0, 100].map((step) => ({ step, losses: [2, 2] }));
  const runs = fiveSeeds([0.1, 0.2]).map((run) => ({ ...run, validation }));
  const sentence = differenceSentence(aComparisonOf(runs, { at: { step: 50 } }), row, 'loss of code');
  expect(sentence).toContain('in validation loss of code at step 50');
});

test('without a difference there is no sentence', () => {
  const runs = fiveSeeds([0.1, 0.2]).map((run) => ({
    ...run,
    circumstances: { ...circumstances, model: run.method },
  }));
  expect(differenceSentence(aComparisonOf(runs), row, 'mean-loss')).toBeNull();
  expect(said([0.1, 0.2], 'unheard-of')).toBeNull();
});

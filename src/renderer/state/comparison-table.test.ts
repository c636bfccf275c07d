import { expect, test } from 'vitest';
import { aComparison } from '../testing/experiments.ts';
import { baselineOf, bestOf, columnsOf, negligible, sorted } from './comparison-table.ts';
import { differenceSentence, isBroken, missingWords } from './comparison-words.ts';

const comparison = aComparison({});
const [stratified, aioli] = comparison.rows as [(typeof comparison.rows)[0], (typeof comparison.rows)[0]];
const columns = (metric: 'perplexity' | 'loss' | 'bits-per-byte', cells: 'values' | 'differences' = 'values') =>
  columnsOf(comparison, stratified, metric, cells);

test('both headlines of perplexity are always among the columns', () => {
  for (const metric of ['perplexity', 'loss', 'bits-per-byte'] as const) {
    const ids = columns(metric).headlines.map((column) => column.id);
    expect(ids).toContain('average perplexity');
    expect(ids).toContain('perplexity of mean');
  }
});

test('differences per group are paired by seed, in every measure', () => {
  const [loss] = columns('loss', 'differences').groups;
  expect(loss!.of(aioli)).toMatchObject({ mean: expect.closeTo(-0.101, 10) as number, n: 3 });
  const [bits] = columns('bits-per-byte', 'differences').groups;
  expect(bits!.of(aioli)!.mean).toBeCloseTo(-0.101 / Math.LN2, 10);
  const [perplexity] = columns('perplexity', 'differences').groups;
  expect(perplexity!.of(aioli)).toEqual(aioli.difference!.perplexities[0]);
});

test('the difference is that of the measure shown, and the baseline has none', () => {
  expect(columns('loss').difference.of(aioli)).toEqual(aioli.difference!.meanLoss);
  expect(columns('perplexity').difference.of(stratified)).toBeNull();
});

test('one run shows the same measure as its row', () => {
  const one = aComparison({ seeds: [4] });
  const { headlines, groups } = columnsOf(one, one.rows[0], 'bits-per-byte', 'values');
  for (const column of [...headlines, ...groups])
    expect(column.ofRun(one.rows[1]!.runs[0]!, one.rows[1]!)).toBeCloseTo(column.of(one.rows[1]!)!.mean, 10);
});

test('sorting takes the baseline along and puts rows without a number last', () => {
  const none = {
    ...aioli,
    label: 'Never finished',
    averagePerplexity: { mean: NaN, sd: null, standardError: null, n: 0 },
  };
  const rows = [none, stratified, aioli];
  const { headlines } = columns('perplexity');
  const labels = (isDescending: boolean) =>
    sorted(rows, headlines, { by: 'average perplexity', isDescending }).map((row) => row.label);
  expect(labels(false)).toEqual(['Aioli', 'Stratified', 'Never finished']);
  expect(labels(true)).toEqual(['Stratified', 'Aioli', 'Never finished']);
  expect(sorted(rows, headlines, { by: 'method', isDescending: false })[0]!.label).toBe('Aioli');
});

test('the lowest number of a column is known, when there is something to choose', () => {
  const [average] = columns('perplexity').headlines;
  expect(bestOf(comparison.rows, average!)).toBe(aioli);
  expect(bestOf([aioli], average!)).toBeNull();
});

test('of two rows of one method the chosen label is the baseline', () => {
  const twin = { ...aioli, label: 'Aioli, eta 1' };
  const both = { ...comparison, baseline: 'aioli', rows: [stratified, aioli, twin] };
  expect(baselineOf(both, 'Aioli, eta 1')).toBe(twin);
  expect(baselineOf(both, null)).toBe(aioli);
});

test('what counts as no difference is half a percent of perplexity in every measure', () => {
  expect(negligible('loss', stratified)).toBe(0.005);
  expect(negligible('perplexity', stratified)).toBeCloseTo(0.005 * stratified.averagePerplexity.mean, 10);
  expect(negligible('bits-per-byte', stratified)).toBeCloseTo(0.005 / Math.LN2, 10);
});

test('a difference reads as a sentence with its interval and its seeds', () => {
  const difference = { mean: -0.021, sd: 0.0071, standardError: 0.0032, n: 5 };
  const perSeed = [-0.03, -0.02, -0.02, -0.015, -0.02];
  expect(differenceSentence(aioli, stratified, 'mean test loss (nats per token)', difference, perSeed, 4)).toBe(
    'Over 5 seeds Aioli lowers mean test loss (nats per token) by 0.0210 against Stratified (95 % CI 0.0121 to 0.0299; better in 5 of 5 seeds).',
  );
});

test('an interval that includes no change says so', () => {
  const difference = { mean: -0.025, sd: 0.126, standardError: 0.089, n: 2 };
  expect(differenceSentence(aioli, stratified, 'average test perplexity', difference, [-0.114, 0.064], 3)).toContain(
    '(95 % CI −1.106 to 1.156, which includes no change; better in 1 of 2 seeds)',
  );
});

test('one seed is said to be one, without an interval', () => {
  const difference = { mean: 0.04, sd: null, standardError: null, n: 1 };
  expect(differenceSentence(aioli, stratified, 'average test perplexity', difference, [0.04], 3)).toBe(
    'With one seed Aioli raises average test perplexity by 0.040 against Stratified (no interval from one seed; better in 0 of 1 seed).',
  );
});

test('missing runs are named with their state, and only some of them need a look', () => {
  const row = { seeds: [0, 1], missing: [{ seed: 2, state: 'diverged' }] };
  expect(missingWords(row)).toBe('2 of 3 seeds; seed 2 diverged');
  expect(isBroken(row)).toBe(true);
  expect(isBroken({ missing: [{ seed: 2, state: 'queued' }] })).toBe(false);
});

import { expect, test } from 'vitest';
import { compare, type Comparison, type FinishedRun } from '#mixing/comparison';
import { formats, writeTable } from './index.ts';

const cost = { learningSteps: 0, finalSteps: 1200, computedSteps: 1200, seconds: 75 };

function result(method: string, label: string, seed: number, testLosses: readonly number[]): FinishedRun {
  return { run: `${method}-${seed}`, method, label, seed, testLosses, proportions: [0.5, 0.5], cost };
}

/** Two methods, two seeds, one run missing, and a group whose name means something to every format. */
const comparison: Comparison = compare(
  [
    result('stratified', 'Stratified', 0, [2, 1]),
    result('stratified', 'Stratified', 1, [2.02, 1.01]),
    result('aioli', 'Aioli', 0, [1.9, 1.01]),
  ],
  {
    experiment: 'x|y_z',
    groups: ['law', '50%_a|b'],
    tokenizer: 'byte',
    baseline: 'stratified',
    tokensPerByte: [1, 1],
    unigramBitsPerByte: [4.5, null],
    missing: [{ method: 'aioli', label: 'Aioli', seed: 1, state: 'lost' }],
  },
);

test('the text lines up, with differences paired by seed, the entropy of bytes, and what is missing', () => {
  const text = writeTable(comparison, 'text');
  const lines = text.split('\n');
  expect(lines[0]).toBe('x|y_z');
  expect(lines).toContain('Test perplexity');
  expect(text).toMatch(/^Stratified +7\.464 ± 0\.075 +2\.732 ± 0\.014/m);
  expect(text).toMatch(/^Aioli +−0\.7032/m);
  expect(text).toMatch(/^Byte frequencies alone +4\.500 +– +4\.500$/m);
  expect(lines).toContain('Not in the means: Aioli, seed 1 (lost).');
});

test('the cost says what was asked for and what was computed, and why the two differ', () => {
  const shared = {
    ...result('grid-search', 'Grid', 0, [2, 1]),
    cost: { ...cost, learningSteps: 360, computedSteps: 1260 },
  };
  const { experiment, groups, tokenizer } = comparison;
  const options = { experiment, groups, tokenizer, baseline: 'grid-search', tokensPerByte: [1, 1] };
  const text = writeTable(compare([shared], options), 'text');
  expect(text).toMatch(/^Grid +0 +360 +1.200 +1.560 +1.260/m);
  expect(text).toContain('Fewer steps are computed than asked for');
  expect(writeTable(comparison, 'text')).not.toContain('Fewer steps');
});

test('every row of a text table is as wide as its rule', () => {
  const [, header, rule, ...rows] = writeTable(comparison, 'text').split('\n\n')[1]!.split('\n');
  expect(header!.length).toBe(rule!.length);
  rows.forEach((row) => expect(row.length).toBeLessThanOrEqual(rule!.length));
});

test('one seed has no standard error', () => {
  expect(writeTable(comparison, 'md')).toContain('| Aioli | 6.686 ± – |');
});

test('Markdown escapes what would end a cell', () => {
  expect(writeTable(comparison, 'md')).toContain('| Method | law | 50%_a\\|b |');
});

test('LaTeX escapes what it would read as a command', () => {
  expect(writeTable(comparison, 'tex')).toContain('Method & law & 50\\%\\_a\\textbar{}b');
});

test('CSV has one line per method and the same number of cells in each', () => {
  const lines = writeTable(comparison, 'csv').trimEnd().split('\r\n');
  expect(lines.map((line) => line.split(',')[0])).toEqual(['method', 'stratified', 'aioli', 'byte frequencies alone']);
  expect(new Set(lines.map((line) => line.split(',').length)).size).toBe(1);
  expect(lines[1]).toContain(String((Math.exp(2) + Math.exp(2.02)) / 2));
});

test('CSV quotes a name that a spreadsheet would run as a formula', () => {
  const sly = { ...comparison, rows: comparison.rows.map((row) => ({ ...row, label: '=1+1,"x"' })) };
  expect(writeTable(sly, 'csv')).toContain(`"'=1+1,""x"""`);
});

test('JSON is the comparison itself', () => {
  expect(JSON.parse(writeTable(comparison, 'json'))).toEqual(JSON.parse(JSON.stringify(comparison)));
});

test.each(['loss', 'bits-per-byte'])('every format can show the metric %s', (metric) => {
  for (const { id } of formats) expect(writeTable(comparison, id, metric)).not.toBe('');
});

test('an unknown format or metric is refused with what there is', () => {
  expect(() => writeTable(comparison, 'xls')).toThrow(expect.objectContaining({ code: 'experiment_invalid' }));
  expect(() => writeTable(comparison, 'text', 'accuracy')).toThrow(
    expect.objectContaining({ details: { field: 'metric', remedy: 'Choose one of perplexity, loss, bits-per-byte.' } }),
  );
});

test('an experiment of which nothing is finished still has its tables', () => {
  const none = compare([], {
    experiment: 'e',
    groups: ['law'],
    tokenizer: 'byte',
    baseline: 'stratified',
    tokensPerByte: [1],
    methods: [{ method: 'stratified', label: 'Stratified' }],
  });
  for (const { id } of formats) expect(writeTable(none, id)).not.toContain('NaN');
});

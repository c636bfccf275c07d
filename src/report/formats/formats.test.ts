import { expect, test } from 'vitest';
import { compare, type Comparison, type FinishedRun } from '#mixing/comparison';
import { aComparisonOf, circumstances, fiveSeeds } from '#mixing/testing/finished-run';
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
  expect(text).toMatch(/^Stratified +5\.098 ± 0\.044 .* 7\.464 ± 0\.075 +2\.732 ± 0\.014$/m);
  expect(text).toMatch(/^Aioli +−0\.3379 /m);
  expect(text).toMatch(/^Byte frequencies alone +4\.500 +4\.500 +4\.500 +–$/m);
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
  expect(text).toContain('80.8 % of the steps asked for were computed');
  expect(writeTable(comparison, 'text')).not.toContain('of the steps asked for');
});

test('every row of a text table is as wide as its rule', () => {
  const [, header, rule, ...rows] = writeTable(comparison, 'text').split('\n\n')[1]!.split('\n');
  expect(header!.length).toBe(rule!.length);
  rows.forEach((row) => expect(row.length).toBeLessThanOrEqual(rule!.length));
});

test('one seed has no standard error', () => {
  expect(writeTable(comparison, 'md')).toContain('| **6.686 ± –** | <u>2.746 ± –</u> |');
});

test('Markdown escapes what would end a cell', () => {
  expect(writeTable(comparison, 'md')).toContain('| worst group | law | 50%_a\\|b |');
});

test('LaTeX escapes what it would read as a command', () => {
  expect(writeTable(comparison, 'tex')).toContain('worst group & law & 50\\%\\_a\\textbar{}b');
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

test('TSV has the cells of CSV between tabs, and no tab or line break inside them', () => {
  const sly = { ...comparison, rows: comparison.rows.map((row) => ({ ...row, label: '=a\tb\nc' })) };
  const lines = writeTable(sly, 'tsv').replace(/\n$/, '').split('\n');
  expect(new Set(lines.map((line) => line.split('\t').length)).size).toBe(1);
  expect(lines[1]!.split('\t')[1]).toBe("'=a b c");
});

/** Five seeds, judged better, with what identifies runs. */
const traced = aComparisonOf(
  fiveSeeds([0.03, 0.02, 0.021, 0.015, 0.02]).map((run) => ({
    ...run,
    circumstances,
    model: `checkpoints/${run.run}/model`,
  })),
);

test('CSV carries run ids, seeds, versions of the data and folders of the models', () => {
  const [header, stratified] = writeTable(traced, 'csv')
    .split('\r\n')
    .map((line) => line.split(','));
  const cell = (name: string) => stratified![header!.indexOf(name)];
  expect(cell('run ids')).toBe('stratified-0 stratified-1 stratified-2 stratified-3 stratified-4');
  expect(cell('seeds')).toBe('0 1 2 3 4');
  expect(cell('data law')).toBe(circumstances.data[0]!.version);
  expect(cell('models')).toContain('checkpoints/stratified-4/model');
  expect(cell('tokenizer')).toBe('byte');
});

test('CSV has interval, p, its correction and chances of every difference, in full', () => {
  const [header, , aioli] = writeTable(traced, 'csv')
    .split('\r\n')
    .map((line) => line.split(','));
  const difference = traced.rows[1]!.cells['mean-loss']!.difference!;
  const cells = ['mean', 'low', 'high', 'p', 'p Holm', 'chance better', 'better seeds', 'pairs'].map(
    (name) => aioli![header!.indexOf(`difference of mean-loss ${name}`)],
  );
  const { mean, interval, p, pAdjusted, verdict, betterSeeds, n } = difference;
  expect(cells).toEqual(
    [mean, interval!.low, interval!.high, p, pAdjusted, verdict!.better, betterSeeds, n].map(String),
  );
});

test('LaTeX sets the best in bold, underlines the second, and marks what is significant after Holm', () => {
  const text = writeTable(traced, 'tex');
  expect(text).toMatch(/^ +aioli & \\textbf\{[\d.]+ \$\\pm\$ [\d.]+\} & /m);
  expect(text).toMatch(/^ +stratified & \\underline\{/m);
  expect(text).toMatch(/^ +aioli & \$-\$0\.\d+ \$\\pm\$ [\d.]+\{\*\}\{\*\}\{\*\} & /m);
  expect(text).toContain('after Holm.}');
});

test('HTML is a fragment with escaped names, scopes for screen readers, and no style or script', () => {
  const text = writeTable(comparison, 'html');
  expect(text).toMatch(/^<section>\n<h2>x\|y_z<\/h2>/);
  expect(text).toContain('<th scope="row">Aioli</th>');
  expect(text).toContain('<strong>6.686 ± –</strong>');
  const sly = { ...comparison, rows: comparison.rows.map((row) => ({ ...row, label: '<b onclick="x">&' })) };
  expect(writeTable(sly, 'html')).toContain('&lt;b onclick=&quot;x&quot;&gt;&amp;');
  expect(text).not.toMatch(/<script|style=/);
});

test('every table says how each row is judged, and what cannot be compared with the remedy', () => {
  const other = { ...circumstances, evaluationSequences: 4 };
  const apart = aComparisonOf(
    fiveSeeds([0.1, 0.2]).map((run) => ({ ...run, circumstances: run.method === 'aioli' ? other : circumstances })),
  );
  const text = writeTable(apart, 'text');
  expect(text).toMatch(/^aioli .* cannot be compared$/m);
  expect(text).toContain('Cannot be compared: aioli. Judged on other text: at most 4 sequences');
  expect(text).toContain('Give both experiments the same evaluation sequences and context.');
  expect(writeTable(apart, 'tex')).not.toContain('\\textbf');
});

test('an unknown format or metric is refused with what there is', () => {
  expect(() => writeTable(comparison, 'xls')).toThrow(expect.objectContaining({ code: 'option_invalid' }));
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

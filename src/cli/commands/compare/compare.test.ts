import { beforeAll, expect, test } from 'vitest';
import { freshFolder } from '#engine/testing/small-experiment';
import { writeStudy } from '#engine/testing/write-study';
import { aioli } from '../../testing/console.ts';

const folder = freshFolder();
const compare = (...args: readonly string[]) => aioli('compare', ...args, '--workspace', folder);

beforeAll(async () => {
  const methods = [{ id: 'stratified' }, { id: 'aioli', knobs: { updateSteps: 20, lpRounds: 1, lpSteps: 2 } }];
  await writeStudy(folder, { groups: 2, seeds: 3, steps: 40, methods, name: 'First' });
  await writeStudy(folder, { groups: 2, seeds: 3, steps: 60, methods, name: 'Second' });
}, 120_000);

test('the comparison is judged as asked: place, test, interval, level and region', async () => {
  const { json, code } = await compare(
    'First',
    ...[
      '--at',
      '50%',
      '--test',
      'sign-flip',
      '--one-sided',
      '--interval',
      'bca',
      '--level',
      '0.9',
      '--rope',
      '0.01',
      '--json',
    ],
  );
  expect(code).toBe(0);
  expect(json).toMatchObject({
    analysis: {
      at: { share: 0.5 },
      test: 'sign-flip',
      alternative: 'less',
      interval: 'bca',
      level: 0.9,
      region: 0.01,
      split: 'validation',
    },
    rows: [{ runs: [{ step: 20 }, {}, {}] }, {}],
  });
});

test('several experiments are compared at equal total budget', async () => {
  const { json } = await compare('First', 'Second', '--budget', 'equal', '--json');
  expect(json).toMatchObject({
    analysis: { budgetSteps: 40 },
    rows: ['First', 'First', 'Second', 'Second'].map((experimentName) => ({
      experimentName,
      runs: [{ step: 40 }, {}, {}],
    })),
  });
});

test('a number is explained: losses, formula, runs, pairs, and the difference in words', async () => {
  const { stdout } = await compare('First', '--explain', 'aioli:worst-loss');
  expect(stdout).toMatch(/^Aioli: Worst group, nats per token\n\n1\. Test losses of the finished model/);
  expect(stdout).toContain('2. The largest loss among the groups.');
  expect(stdout).toMatch(/^[0-9a-f]{16} +0 +40 +\d\.\d{6}/m);
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^Over 3 seeds .*\.$/);
});

test('runs are folded by method, then by a setting that only some rows have', async () => {
  const { stdout } = await compare('First', '--by', 'method,lpSteps', '--metric', 'loss');
  expect(stdout.split('\n').map((line) => line.split(/ {2,}/).slice(0, 4).join('|'))).toEqual([
    'mean test loss, nats per token',
    '',
    expect.stringMatching(/^group\|runs\|value\|against Stratified/),
    expect.stringMatching(/^method: stratified\|3\|\d\.\d+ ± /),
    expect.stringMatching(/^$|lpSteps: none\|3/),
    expect.stringMatching(/^method: aioli\|3\|/),
    expect.stringMatching(/lpSteps: 2\|3/),
    '',
  ]);
});

test.each(['csv', 'tsv', 'html', 'tex'])('a table is written as %s', async (format) => {
  const { stdout, code } = await compare('First', '--format', format);
  expect(code).toBe(0);
  expect(stdout).toContain('Aioli');
});

test.each([
  [['--at', 'noon'], '"noon" is no number.'],
  [['--at', '10', '--budget', 'equal'], 'Values cannot be taken at a place and at a budget at once.'],
  [['--level', '95'], 'level cannot be 95.'],
  [['--test', 'anova'], 'There is no test "anova".'],
  [['--explain', 'nobody'], 'There is no row "nobody".'],
  [['--by', 'method,weather'], 'No row has a setting "weather".'],
  [['--baseline', 'nobody'], '"nobody" is not one of the methods compared.'],
])('%o is refused with a remedy', async (args, message) => {
  const { code, stderr, stdout } = await compare('First', ...args);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain(message);
});

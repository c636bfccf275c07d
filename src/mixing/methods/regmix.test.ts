import { expect, test } from 'vitest';
import { dot, times } from '#base/linear-algebra';
import { complaintsOf, costOf } from '../compose.ts';
import { lawFrom } from '../laws/fit.ts';
import { lawById } from '../laws/index.ts';
import { optimumOf } from '../laws/optimum.ts';
import { resolveChoice } from '../knobs.ts';
import type { KnobValues } from '../method.ts';
import { parseSimulation, simulate } from '../simulate.ts';
import { meanOfBest } from './proposals.ts';
import { fitRegression, kindFor } from './regmix-regression.ts';

test('the mean of the best predictions (spec 6.9, X1)', () => {
  const B = [
    [-1, 0.2, 0.1],
    [0.1, -0.8, 0],
    [0, 0.1, -1.2],
  ];
  const samples = [
    [0.2, 0.3, 0.5],
    [0.5, 0.3, 0.2],
    [0.1, 0.1, 0.8],
    [0.3, 0.4, 0.3],
    [0.25, 0.25, 0.5],
    [0, 0.5, 0.5],
  ];
  const third = [1 / 3, 1 / 3, 1 / 3];
  const truth = (p: readonly number[]) =>
    dot(
      times(B, p).map((x, i) => x + [3, 4, 3.5][i]!),
      third,
    );
  const expected = [3.206667, 3.226667, 3.16, 3.233333, 3.2, 3.233333];
  samples.forEach((p, n) => expect(truth(p)).toBeCloseTo(expected[n]!, 6));
  const none = { mixtures: [], losses: [] };
  const predict = fitRegression('linear', samples, samples.map(truth), none);
  const scores = samples.map(predict);
  scores.forEach((score, n) => expect(score).toBeCloseTo(expected[n]!, 5));
  meanOfBest(samples, scores, 2).forEach((share, j) => expect(share).toBeCloseTo([0.175, 0.175, 0.65][j]!, 9));
});

test('the regression follows the number of runs', () => {
  expect([3, 9, 10, 63, 64].map((runs) => kindFor('auto', runs, 3))).toEqual([
    'linear',
    'quadratic',
    'quadratic',
    'quadratic',
    'trees',
  ]);
  expect(kindFor('linear', 500, 3)).toBe('linear');
});

const three = {
  law: 'log-linear-static',
  A: [
    [2.4, -0.3, -0.2],
    [-0.1, 1.8, -0.1],
    [0.3, -0.2, 2],
  ],
  b: [1, 1, 1],
  c: [2.5, 3, 3.4],
  start: [9, 9, 9],
};

const playedIn = async (world: typeof three, knobs: KnobValues) =>
  simulate(
    parseSimulation({
      groups: world.start.map((_loss, j) => `group ${j + 1}`),
      world,
      method: { id: 'regmix', knobs: { trialSteps: 10, ...knobs } },
      steps: 100,
      seed: 0,
    }),
  );
const distance = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, j) => sum + Math.abs(x - b[j]!), 0) / a.length;

const optimum = [0.478051, 0.271079, 0.250871]; // spec 6.6, L3
test('cubics come within 0.01 of the optimum of a known law, trees close to it', async () => {
  const found = async (knobs: KnobValues) => {
    const { learned, notes } = await playedIn(three, { draws: 20_000, ...knobs });
    expect(notes.find((entry) => entry.name === 'spearman')!.value).toBeGreaterThan(0.99);
    return distance(learned!.proportions, optimum);
  };
  expect(await found({ regression: 'cubic', runs: 60 })).toBeLessThan(0.01);
  expect(await found({ regression: 'trees', runs: 512 })).toBeLessThan(0.03);
}, 60_000);

test('a quadratic comes within 0.01 where the law bends gently', async () => {
  const own = [0.5, 0.43, 0.46];
  const A = own.map((a, i) => own.map((_b, j) => (i === j ? a : 0)));
  const parameters = A.map((row) => ({ c: 2, b: 1, t: row.map((a) => -a) }));
  const names = ['group 1', 'group 2', 'group 3'];
  const { proportions } = optimumOf(lawFrom(lawById('log-linear-static'), names, parameters));
  const { learned } = await playedIn({ ...three, A, c: [2, 2, 2] }, { regression: 'quadratic' });
  expect(distance(proportions, [1 / 3, 1 / 3, 1 / 3])).toBeGreaterThan(0.05);
  expect(distance(learned!.proportions, proportions)).toBeLessThan(0.01);
});

test('what cannot work is refused, what says little is warned of', () => {
  const groups = ['a', 'b', 'c'].map((name) => ({ name, tokens: 1000 }));
  const setting = { groups, steps: 100, batch: 8, seed: 0 };
  const found = (knobs: KnobValues) =>
    complaintsOf(resolveChoice({ id: 'regmix', knobs }), setting).map((c) => [c.field, c.severity]);
  expect(found({})).toEqual([]);
  expect(found({ runs: 20, regression: 'trees' })).toEqual([['method.knobs.runs', 'warning']]);
  expect(found({ leastStrength: 6 })).toEqual([['method.knobs.leastStrength', undefined]]);
  expect(found({ draws: 100, best: 101 })).toEqual([['method.knobs.best', undefined]]);
  expect(costOf(resolveChoice({ id: 'regmix', knobs: { trialSteps: 20 } }), setting).learningSteps).toBe(320);
});

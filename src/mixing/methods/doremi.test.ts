import { expect, test } from 'vitest';
import { randomFor } from '#base/random';
import { complaintsOf, costOf } from '../compose.ts';
import { conduct, type Entry } from '../conduct.ts';
import { resolveChoice } from '../knobs.ts';
import type { KnobValues, Matrix, Probed } from '../method.ts';
import { worldOf } from '../testing/world.ts';
import { doremi } from './doremi.ts';
import { excessScores, groupExcess, objectiveWeights, reweighted } from './doremi-law.ts';

function expectNear(found: unknown, expected: readonly number[] | Matrix, tolerance = 1e-6) {
  const [a, b] = [[found].flat(2) as number[], [expected].flat(2)];
  expect(a).toHaveLength(b.length);
  a.forEach((x, k) => expect(Math.abs(x - b[k]!)).toBeLessThan(tolerance));
}
const third = [1 / 3, 1 / 3, 1 / 3];

test('one update from equal weights (spec 6.4, D1)', () => {
  const s = excessScores([0.3, -0.1, 0.55], [1, 1, 1]);
  expect(s).toEqual([0.3, 0, 0.55]);
  expectNear(reweighted(third, s, 1, 1e-3), [0.330598, 0.245, 0.424402]);
  expectNear(reweighted(third, s, 0.01, 1e-3), [0.333388, 0.33239, 0.334222]);
  expectNear(reweighted(third, s, 1, 1e-4), [0.330596, 0.24492, 0.424484]);
});

test('a second update, its running mean, and a group that is absent (spec 6.4, D2)', () => {
  const first = reweighted(third, [0.3, 0, 0.55], 1, 1e-3);
  const second = reweighted(first, [0.1, 0.2, 0], 1, 1e-3);
  expectNear(second, [0.335501, 0.274842, 0.389656]);
  expectNear(
    first.map((w, i) => (w + second[i]!) / 2),
    [0.33305, 0.259921, 0.407029],
  );
  const scores = excessScores([0.1, null, 0.2], [0.3, 0.25, 0.55]);
  expectNear(reweighted(first, scores, 1, 1e-3), [0.304929, 0.262593, 0.432478]);
});

test('clipping by token and by group differ (spec 6.4, D3)', () => {
  const tokens = [0.5, -0.4, 0.2, -0.1];
  const byToken = tokens.reduce((sum, x) => sum + Math.max(0, x), 0) / 4;
  const byGroup = excessScores(groupExcess([tokens.reduce((a, b) => a + b) / 4], [0]), [0])[0]!;
  expectNear([byToken, byGroup], [0.175, 0.05]);
  expectNear(reweighted(third, [0.175, 0.05, 0], 1, 1e-3), [0.367349, 0.324224, 0.308427]);
  expectNear(reweighted(third, [0.05, 0.05, 0], 1, 1e-3), [0.338836, 0.338836, 0.322327]);
});

test('the two proxy objectives weigh a batch differently (spec 6.4, D4)', () => {
  const w = [0.5, 0.3, 0.2];
  const means = [3, 4, 5];
  const value = (weights: readonly number[]) => weights.reduce((sum, x, i) => sum + x * means[i]!, 0);
  expectNear([value(objectiveWeights(w, 'group', [4, 2, 2], third))], [3.7]);
  expectNear([value(objectiveWeights(w, 'token', [4, 2, 2], third))], [3.466667]);
  const alpha = w.map((x, i) => x / [0.6, 0.3, 0.1][i]!);
  expectNear(
    alpha.map((x) => x / alpha.reduce((a, b) => a + b)),
    [0.217391, 0.26087, 0.521739],
  );
  expectNear([value(objectiveWeights(w, 'token', [4, 2, 2], [0.6, 0.3, 0.1]))], [4.071429]);
});

const setting = (m = 2, steps = 40) => ({
  groups: Array.from({ length: m }, (_group, j) => ({ name: `group ${j + 1}`, tokens: 1000 * (j + 1) })),
  steps,
  totalSteps: steps,
  batch: 8,
  seed: 0,
});
const A = [
  [0.01, 0],
  [0, 0.03],
];

async function learn(knobs: KnobValues, bend: (probed: Probed) => Probed = (probed) => probed) {
  const world = worldOf({ law: 'linear-dynamic', A, start: [9, 9] }, { batch: 8, seed: 0 });
  const entries: Entry[] = [];
  const given = resolveChoice({ id: 'doremi', knobs }).knobs as never;
  const p = await conduct(doremi.learn(setting(), given, randomFor(0, 'test')), {
    transcript: [],
    answer: (ask) => (ask.ask === 'probe' ? bend(world.answer(ask) as Probed) : world.answer(ask)),
    record: (entry) => void entries.push(entry),
  });
  return { p, entries };
}

test('leans towards the group where the proxy lags behind the reference, and notes a diagonal law', async () => {
  const { p, entries } = await learn({ eta: 0.1 });
  expect(p[1]).toBeGreaterThan(p[0]!);
  const law = entries.flatMap(({ ask }) => (ask.ask === 'note' && ask.name === 'A' ? [ask.value as Matrix] : []));
  expect(law[0]!.map((row, i) => row.filter((_a, j) => j !== i))).toEqual([[0], [0]]);
  // At the first step the proxy is untrained and the reference has learnt for 40 steps at equal shares.
  expectNear(law[0], [
    [40 * 0.5 * 0.01, 0],
    [0, 40 * 0.5 * 0.03],
  ]);
});

test('the proxy steps on the batch that was probed, with the new weights', async () => {
  const { entries } = await learn({ learnSteps: 3 });
  const asks = entries.flatMap(({ ask }) => (ask.ask === 'note' ? [] : [ask]));
  expect(asks.map((ask) => ask.ask)).toEqual([
    'create',
    'train',
    'create',
    'probe',
    'train',
    'probe',
    'train',
    'probe',
    'train',
  ]);
  const weights = asks.flatMap((ask) => (ask.ask === 'train' && ask.lossWeights ? [ask.lossWeights] : []));
  expect(weights).toHaveLength(3);
  expect(weights[0]![1]).toBeGreaterThan(0.5);
});

test('a single bad step leaves the weights, two end the run', async () => {
  let n = 0;
  const spoil = (from: number, until: number) => (probed: Probed) => {
    n += 1;
    return n >= from && n < until ? { ...probed, losses: [NaN, 9] } : probed;
  };
  await expect(learn({ learnSteps: 5 }, spoil(2, 3))).resolves.toBeDefined();
  n = 0;
  await expect(learn({ learnSteps: 5 }, spoil(2, 4))).rejects.toThrow('not finite');
});

test('iterated rounds train the reference on the last result', async () => {
  const { entries, p } = await learn({ rounds: 2, learnSteps: 5, eta: 0.5 });
  const references = entries.flatMap(({ ask }) =>
    ask.ask === 'train' && ask.lossWeights === undefined ? [ask.proportions] : [],
  );
  expect(references).toHaveLength(2);
  expect(references[0]).toEqual([0.5, 0.5]);
  expect(references[1]![1]).toBeGreaterThan(0.5);
  expect(p).not.toEqual(references[1]);
});

test('excess by token asks the probe for it', async () => {
  const { entries } = await learn({ excess: 'token', learnSteps: 2 });
  expect(entries.some(({ ask }) => ask.ask === 'probe' && ask.tokenExcess === true)).toBe(true);
});

test('costs a reference and a proxy per round, within the learning budget', () => {
  const cost = (knobs: KnobValues, more: object = {}) =>
    costOf(resolveChoice({ id: 'doremi', knobs }), { ...setting(2, 1000), ...more }).learningSteps;
  expect(cost({})).toBe(2000);
  expect(cost({}, { learningBudget: 500 })).toBe(500);
  expect(cost({ rounds: 3 }, { learningBudget: 500 })).toBe(6 * 83);
});

test('a reference without fitting weights is refused, a batch smaller than the groups is warned of', () => {
  const found = (knobs: KnobValues, m: number) =>
    complaintsOf(resolveChoice({ id: 'doremi', knobs }), setting(m)).map((c) => [c.field, c.severity]);
  expect(found({ reference: 'given' }, 2)).toEqual([['method.knobs.referenceWeights', undefined]]);
  expect(found({ reference: 'given', referenceWeights: [1, 2] }, 2)).toEqual([]);
  expect(found({}, 9)).toEqual([['method', 'warning']]);
});

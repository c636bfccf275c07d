import { expect, test } from 'vitest';
import { randomFor } from '#base/random';
import { complaintsOf, costOf } from '../compose.ts';
import { conduct } from '../conduct.ts';
import { Diverged } from '../diverged.ts';
import { resolveChoice } from '../knobs.ts';
import type { Answer, Ask, KnobValues, Losses } from '../method.ts';
import { parseSimulation, simulate } from '../simulate.ts';
import { gridSearch } from './grid-search.ts';

const groupsOf = (m: number, tokens = 1000) =>
  Array.from({ length: m }, (_group, j) => ({ name: `group ${j + 1}`, tokens }));
const settingOf = (m: number, steps: number) => ({ groups: groupsOf(m), steps, totalSteps: steps, batch: 8, seed: 0 });

/** The nine runs of spec 6.6, L3. */
const L3: readonly (readonly [p: readonly number[], losses: Losses])[] = [
  [
    [1 / 3, 1 / 3, 1 / 3],
    [3.030819, 3.586646, 3.896585],
  ],
  [
    [0.6, 0.2, 0.2],
    [2.761846, 3.755784, 3.982748],
  ],
  [
    [0.2, 0.6, 0.2],
    [3.271052, 3.353455, 4.11177],
  ],
  [
    [0.2, 0.2, 0.6],
    [3.240818, 3.755784, 3.69523],
  ],
  [
    [0.8, 0.1, 0.1],
    [2.654124, 3.913931, 4.057047],
  ],
  [
    [0.1, 0.8, 0.1],
    [3.520201, 3.241714, 4.332394],
  ],
  [
    [0.1, 0.1, 0.8],
    [3.451229, 3.913931, 3.599888],
  ],
  [
    [0.45, 0.45, 0.1],
    [2.896531, 3.470011, 4.182705],
  ],
  [
    [0.1, 0.45, 0.45],
    [3.485112, 3.470011, 3.831711],
  ],
];

async function search(knobs: KnobValues, lossesAt: (trial: number) => Losses) {
  const given = resolveChoice({ id: 'grid-search', knobs }).knobs as never;
  const asks: Ask[] = [];
  const p = await conduct(gridSearch.learn(settingOf(3, 100), given, randomFor(0, 'test')), {
    transcript: [],
    answer: (ask): Answer => {
      if (ask.ask !== 'trials') throw new Error(`unexpected ${ask.ask}`);
      return { trials: ask.trials.map((_trial, n) => ({ start: [9, 9, 9], losses: lossesAt(n) })) };
    },
    record: ({ ask }) => void asks.push(ask),
  });
  return { p, asks };
}

const given = { candidates: 'given', mixtures: L3.map(([p]) => p) };

test('which mixture is best depends on the score (spec 6.6, L3)', async () => {
  const best = async (knobs: KnobValues) => (await search({ ...given, ...knobs }, (n) => L3[n]![1])).p;
  expect((await best({})).map((share) => Number(share.toFixed(6)))).toEqual([0.6, 0.2, 0.2]);
  expect((await best({ score: 'perplexity' }))[0]).toBeCloseTo(1 / 3, 12);
  expect((await best({ score: 'worst' }))[2]).toBeCloseTo(0.6, 12);
  expect((await best({ evaluationWeights: [0, 1, 0] }))[1]).toBeCloseTo(0.8, 12);
});

test('of equals the first is kept, and losses are averaged over seeds', async () => {
  expect((await search(given, () => [1, 1, 1])).p[0]).toBeCloseTo(1 / 3, 12);
  const { p, asks } = await search({ ...given, trialSeeds: 2 }, (n) => [n === 5 ? -10 : n === 4 ? 7 : 0, 0, 0]);
  expect(p[1]).toBeCloseTo(0.6, 12); // the third mixture: trials 4 and 5
  const seeds = asks.flatMap((ask) => (ask.ask === 'trials' ? ask.trials.map((trial) => trial.seed) : []));
  expect(seeds.slice(0, 4)).toEqual([0, 1, 0, 1]);
});

test('runs without losses are left out; when all are, the run has diverged', async () => {
  const { p } = await search(given, (n) => (n < 4 ? [NaN, 1, 1] : [n, n, n]));
  expect(p[0]).toBeCloseTo(0.8, 12);
  await expect(search(given, () => [1, NaN, 1])).rejects.toBeInstanceOf(Diverged);
});

test('a fine lattice finds the optimum of a known law', async () => {
  const t = [
    [2.4, -0.3, -0.2],
    [-0.1, 1.8, -0.1],
    [0.3, -0.2, 2],
  ];
  const world = { law: 'log-linear-static', A: t, b: [1, 1, 1], c: [2.5, 3, 3.4], start: [9, 9, 9] };
  const knobs = { candidates: 'lattice', latticeSteps: 60, trialSteps: 1 };
  const method = { id: 'grid-search', knobs };
  const { learned } = await simulate(parseSimulation({ groups: ['a', 'b', 'c'], world, method, steps: 10 }));
  const optimum = [0.478051, 0.271079, 0.250871]; // spec 6.6, L3
  const distance = learned!.proportions.reduce((sum, share, j) => sum + Math.abs(share - optimum[j]!), 0);
  expect(distance / 3).toBeLessThan(0.01);
});

test('the cost counts every run, and a learning budget shortens them all', () => {
  const cost = (m: number, knobs: KnobValues, more: object = {}) =>
    costOf(resolveChoice({ id: 'grid-search', knobs }), { ...settingOf(m, 1000), ...more });
  expect(cost(2, {})).toEqual({ learningSteps: 9000, measuringSteps: 0, finalSteps: 1000, evaluations: 18 });
  expect(cost(3, {}).learningSteps).toBe(10_000);
  expect(cost(9, { withStratified: false }).learningSteps).toBe(50_000);
  expect(cost(2, {}, { learningBudget: 500 }).learningSteps).toBe(9 * 55);
});

test('caps keep every mixture within the text that there is', async () => {
  const knobs = { ...given, maxEpochs: 1 };
  const setting = { ...settingOf(3, 10), context: 10, groups: [{ name: 'a', tokens: 160 }, ...groupsOf(2)] };
  const tried: number[] = [];
  await conduct(
    gridSearch.learn(setting, resolveChoice({ id: 'grid-search', knobs }).knobs as never, randomFor(0, 'test')),
    {
      transcript: [],
      answer: (ask) => {
        if (ask.ask !== 'trials') return null;
        tried.push(...ask.trials.map((trial) => trial.proportions[0]!));
        return { trials: ask.trials.map(() => ({ start: [1, 1, 1], losses: [1, 1, 1] })) };
      },
      record: () => undefined,
    },
  );
  expect(Math.max(...tried)).toBeCloseTo(0.2, 12);
});

test('what cannot be tried is refused with its knob', () => {
  const fields = (m: number, knobs: KnobValues, more: object = {}) =>
    complaintsOf(resolveChoice({ id: 'grid-search', knobs }), { ...settingOf(m, 10), ...more }).map((c) => c.field);
  expect(fields(4, { candidates: 'lattice', latticeSteps: 3 })).toEqual(['method.knobs.latticeSteps']);
  expect(fields(7, { candidates: 'lattice', latticeSteps: 40 })).toEqual(['method.knobs.latticeSteps']);
  expect(fields(3, { candidates: 'given' })).toEqual(['method.knobs.mixtures']);
  expect(fields(2, { candidates: 'given', mixtures: [[0, 0]] })).toEqual(['method.knobs.mixtures']);
  expect(fields(2, {}, { learningBudget: 5 })).toEqual(['method.knobs.runs']);
  expect(fields(2, { maxEpochs: 1 }, { context: 1000 })).toEqual(['method.knobs.maxEpochs']);
});

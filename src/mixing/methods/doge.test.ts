import { expect, test } from 'vitest';
import { columnSums, dot, times, transposed } from '#base/linear-algebra';
import { randomFor } from '#base/random';
import { complaintsOf, costOf } from '../compose.ts';
import { conduct, type Entry } from '../conduct.ts';
import { Diverged } from '../diverged.ts';
import { resolveChoice } from '../knobs.ts';
import type { KnobValues, Matrix, Probed } from '../method.ts';
import { worldOf } from '../testing/world.ts';
import { doge } from './doge.ts';
import { alignmentScores, reweighted } from './doge-law.ts';

function expectNear(found: unknown, expected: readonly number[] | Matrix, tolerance = 1e-6) {
  const [a, b] = [[found].flat(2) as number[], [expected].flat(2)];
  expect(a).toHaveLength(b.length);
  a.forEach((x, k) => expect(Math.abs(x - b[k]!)).toBeLessThan(tolerance));
}
const third = [1 / 3, 1 / 3, 1 / 3];
const g = [
  [0.6, 0.2, 0],
  [0.1, 0.5, 0.3],
  [-0.4, 0.1, 0.2],
];
const target = [0.5, 0.4, 0.1];
const norm = (v: readonly number[]) => Math.sqrt(dot(v, v));
const scored = (gradients: Matrix, learningRate: number) =>
  alignmentScores(times(gradients, target), gradients.map(norm), learningRate, [0, 5]);

test('one update from equal weights (spec 6.5, G1 to G3)', () => {
  expectNear(times(g, target), [0.38, 0.28, -0.14]);
  expectNear(g.map(norm), [0.632456, 0.591608, 0.458258]);
  expectNear(scored(g, 5e-4), [0.000338817, 0.000249655, 0], 1e-9);
  expectNear(reweighted(third, scored(g, 5e-4), 0.01, 0), [0.338088, 0.335087, 0.326825]);
  expectNear(reweighted(third, scored(g, 5e-4), 0.1, 0), [0.333809, 0.333511, 0.33268]);
  expectNear(scored(g, 1e-2), [0.00677634, 0.004993093, 0], 1e-9);
  const w = reweighted(third, scored(g, 1e-2), 0.01, 0);
  expectNear(w, [0.426532, 0.356867, 0.2166]);
  expectNear(columnSums(g, w), [0.204966, 0.2854, 0.15038]);
});

test('an absent group scores 0 and still counts in the mean length (spec 6.5, G4)', () => {
  const w = reweighted(third, scored(g, 1e-2), 0.01, 0);
  const next = scored(
    [
      [0.3, 0.1, 0.1],
      [0, 0, 0],
      [0.2, 0.2, 0.2],
    ],
    1e-2,
  );
  expectNear(next, [0.00884857, 0, 0.00884857], 1e-8);
  expectNear(reweighted(w, next, 0.01, 0), [0.539615, 0.186359, 0.274026]);
});

test('the law has validation groups in rows (spec 6.5, G5 and 7, Q14)', () => {
  const validation = [
    [0.5, 0.1, 0],
    [0.2, 0.6, 0.1],
    [0.3, 0, 0.4],
  ];
  const A = validation.map((v) => times(g, v));
  expectNear(transposed(A), [
    [0.32, 0.24, 0.18],
    [0.1, 0.35, 0.15],
    [-0.19, 0, -0.04],
  ]);
  expectNear(columnSums(A), [0.74, 0.6, -0.23]);
  expectNear(
    columnSums(A).map((x) => x / 3),
    [0.246667, 0.2, -0.076667],
  );
});

const setting = (m = 2, steps = 40) => ({
  groups: Array.from({ length: m }, (_group, j) => ({ name: `group ${j + 1}`, tokens: 1000 })),
  steps,
  totalSteps: steps,
  batch: 8,
  seed: 0,
});
const A = [
  [0.001, 0.0002],
  [0.0001, 0.003],
];

async function learn(knobs: KnobValues, bend: (probed: Probed) => Probed = (probed) => probed) {
  const world = worldOf({ law: 'linear-dynamic', A, start: [9, 9] }, { batch: 8, seed: 0 });
  const entries: Entry[] = [];
  const given = resolveChoice({ id: 'doge', knobs }).knobs as never;
  const p = await conduct(doge.learn(setting(), given, randomFor(0, 'test')), {
    transcript: [],
    answer: (ask) => (ask.ask === 'probe' ? bend(world.answer(ask) as Probed) : world.answer(ask)),
    record: (entry) => void entries.push(entry),
  });
  return { p, entries };
}

test("in a linear world the alignments times the learning rate are the world's law", async () => {
  const { p, entries } = await learn({});
  expect(p[1]).toBeGreaterThan(p[0]!);
  const noted = entries.flatMap(({ ask }) => (ask.ask === 'note' && ask.name === 'A' ? [ask.value as Matrix] : []));
  expect(noted).toHaveLength(20);
  for (const law of noted)
    expectNear(
      law.map((row) => row.map((a) => a * 1e-3)),
      A,
    );
});

test('the step is the weighted sum of clipped gradients (spec 6.5, G6)', async () => {
  const { entries } = await learn({ learnSteps: 1, mu: 1000 }, (probed) => ({ ...probed, gradientScales: [0.2, 1] }));
  const step = entries.flatMap(({ ask }) => (ask.ask === 'train' ? [ask] : []))[0]!;
  expectNear(step.lossWeights, [0.1, 0.5], 1e-3);
});

test('a single bad step leaves the weights, two end the run', async () => {
  let n = 0;
  const spoil = (until: number) => (probed: Probed) =>
    ++n >= 2 && n < until ? { ...probed, alignments: [NaN, 1] } : probed;
  await expect(learn({ learnSteps: 5 }, spoil(3))).resolves.toBeDefined();
  n = 0;
  await expect(learn({ learnSteps: 5 }, spoil(4))).rejects.toBeInstanceOf(Diverged);
});

test('costs one proxy, within the learning budget', () => {
  const cost = (more: object) => costOf(resolveChoice({ id: 'doge' }), { ...setting(2, 1000), ...more }).learningSteps;
  expect(cost({})).toBe(1000);
  expect(cost({ learningBudget: 500 })).toBe(500);
});

test('a range without room is refused, too few validation sequences are warned of', () => {
  const found = (knobs: KnobValues) =>
    complaintsOf(resolveChoice({ id: 'doge', knobs }), setting(3)).map((c) => [c.field, c.severity]);
  expect(found({ lowScore: 6 })).toEqual([['method.knobs.lowScore', undefined]]);
  expect(found({ validationSequences: 2 })).toEqual([['method.knobs.validationSequences', 'warning']]);
});

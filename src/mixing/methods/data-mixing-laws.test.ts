import { expect, test } from 'vitest';
import { complaintsOf, costOf } from '../compose.ts';
import { resolveChoice } from '../knobs.ts';
import type { KnobValues, Matrix } from '../method.ts';
import { parseSimulation, simulate } from '../simulate.ts';

/** The law of spec 6.6, L3: A = -t. */
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
const played = async (world: { start: readonly number[] }, knobs: KnobValues = {}) =>
  simulate(
    parseSimulation({
      groups: world.start.map((_loss, j) => `group ${j + 1}`),
      world,
      method: { id: 'data-mixing-laws', knobs: { trialSteps: 10, ...knobs } },
      steps: 100,
      seed: 0,
    }),
  );
const distance = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, j) => sum + Math.abs(x - b[j]!), 0) / a.length;

test('recovers the law of a known world and its optimum (spec 6.6, L3)', async () => {
  const { learned, notes } = await played(three);
  expect(distance(learned!.proportions, [0.478051, 0.271079, 0.250871])).toBeLessThan(1e-4);
  const A = notes.find((entry) => entry.name === 'A')!.value as Matrix;
  A.forEach((row, i) => row.forEach((a, j) => expect(a).toBeCloseTo(three.A[i]![j]!, 3)));
});

test.each(['log-linear-static', 'log-linear-reduced', 'log-linear-redundant', 'log-linear-diagonal'])(
  'two groups reach the closed-form optimum with %s (spec 6.6, L1)',
  async (law) => {
    const world = {
      law: 'log-linear-static',
      A: [
        [2.5, 0],
        [0, 2.2],
      ],
      b: [Math.exp(-0.6), Math.exp(-0.1)],
      c: [2.6, 3],
      start: [9, 9],
    };
    const { learned } = await played(world, { law });
    expect(learned!.proportions[0]).toBeCloseTo(0.388901, 4);
  },
);

test('an optimum at a vertex is taken and warned of (spec 6.6, L4)', async () => {
  const world = {
    law: 'log-linear-static',
    A: [
      [3, 0],
      [1, 0.2],
    ],
    b: [1, 1],
    c: [1, 1],
    start: [9, 9],
  };
  const { learned, notes } = await played(world);
  expect(learned!.proportions).toEqual([1, 0]);
  expect(notes.some((entry) => entry.name === 'warning' && String(entry.value).includes('vertex'))).toBe(true);
});

test('too few mixtures for the law are refused, and the cost is that of the sweep', () => {
  const groups = ['a', 'b', 'c'].map((name) => ({ name, tokens: 1000 }));
  const setting = { groups, steps: 100, batch: 8, seed: 0 };
  const choice = (knobs: KnobValues) => resolveChoice({ id: 'data-mixing-laws', knobs });
  expect(complaintsOf(choice({ runs: 2 }), setting).map((found) => found.field)).toEqual(['method.knobs.runs']);
  expect(complaintsOf(choice({ runs: 3 }), setting)).toEqual([]);
  expect(costOf(choice({ trialSteps: 20 }), setting).learningSteps).toBe(200);
});

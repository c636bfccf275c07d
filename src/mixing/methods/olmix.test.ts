import { expect, test } from 'vitest';
import { randomFor } from '#base/random';
import { complaintsOf } from '../compose.ts';
import { resolveChoice } from '../knobs.ts';
import type { KnobValues } from '../method.ts';
import { parseSimulation, simulate } from '../simulate.ts';
import { meanOfBest, narrowed } from './proposals.ts';

/** The law of spec 6.6, L3, and the prior of its last row. */
const world = {
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
const learned = async (knobs: KnobValues) => {
  const method = { id: 'olmix', knobs: { trialSteps: 10, runs: 24, ...knobs } };
  const content = { groups: ['a', 'b', 'c'], tokens: [200, 300, 500], world, method, steps: 100, seed: 0 };
  return (await simulate(parseSimulation(content))).learned!.proportions;
};
const distance = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, j) => sum + Math.abs(x - b[j]!), 0) / a.length;

test.each([
  [0, [0.478051, 0.271079, 0.250871]],
  [0.1, [0.395371, 0.280013, 0.324616]],
  [1, [0.253347, 0.295124, 0.451529]],
  [10, [0.206314, 0.299482, 0.494204]],
])('a pull of %d leads to the worked mixture (spec 6.6, L3)', async (lambda, expected) => {
  expect(distance(await learned({ lambda }), expected)).toBeLessThan(1e-4);
});

test('the simulation comes close to the minimum, the search takes a mixture that was trained', async () => {
  const optimum = [0.478051, 0.271079, 0.250871];
  expect(distance(await learned({ proposer: 'simulation', draws: 3000 }), optimum)).toBeLessThan(0.02);
  expect(distance(await learned({ proposer: 'search' }), optimum)).toBeGreaterThan(1e-3);
});

test('caps on repeated text hold, and too little text is refused', () => {
  const groups = ['a', 'b'].map((name) => ({ name, tokens: 100 }));
  const setting = { groups, steps: 100, batch: 8, context: 10, seed: 0 };
  const found = complaintsOf(resolveChoice({ id: 'olmix' }), setting).map((complaint) => complaint.field);
  expect(found).toEqual(['method.knobs.maxEpochs']);
  expect(complaintsOf(resolveChoice({ id: 'olmix', knobs: { maxEpochs: 0 } }), setting)).toEqual([]);
  expect(complaintsOf(resolveChoice({ id: 'olmix', knobs: { maxEpochs: 0, runs: 2 } }), setting)).toHaveLength(1);
});

test('the best draws are averaged, the first of equals counting', () => {
  expect(
    meanOfBest(
      [
        [1, 0],
        [0, 1],
        [0.5, 0.5],
      ],
      [2, 1, 1],
      1,
    ),
  ).toEqual([0, 1]);
});

test('narrowing keeps within caps', () => {
  const options = { rounds: 3, draws: 500, caps: [0.3, 1] };
  const p = narrowed([0.2, 0.8], (q) => -q[0]!, options, randomFor(0, 'narrowing'));
  expect(p[0]).toBeGreaterThan(0.25);
  expect(p[0]).toBeLessThanOrEqual(0.3 + 1e-9);
});

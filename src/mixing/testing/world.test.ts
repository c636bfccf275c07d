import { expect, test } from 'vitest';
import type { Ask, Evaluated, Probed, Trained, Tried } from '../method.ts';
import { scriptedWorld, worldOf, type Law, type World } from './world.ts';

const linear: Law = {
  law: 'linear-dynamic',
  A: [
    [0.01, 0.002],
    [0.001, 0.02],
  ],
  start: [5, 6],
};
const curved: Law = {
  law: 'log-linear-static',
  A: [
    [2, 0.5],
    [0.2, 1.5],
  ],
  b: [1, 2],
  c: [2.5, 3],
  start: [9, 9],
};

function started(law: Law, more: Partial<Parameters<typeof worldOf>[1]> = {}): World {
  const world = worldOf(law, { batch: 8, seed: 0, ...more });
  world.answer({ ask: 'create', role: 'subject', steps: 100, seed: 0 });
  return world;
}

const trainAt = (proportions: readonly number[], steps: number, model = 0): Ask => ({
  ask: 'train',
  model,
  proportions,
  steps,
});
const losses = (world: World, model = 0) => (world.answer({ ask: 'evaluate', model }) as Evaluated).losses;

test('a linear world falls by steps times A p', () => {
  const world = started(linear);
  world.answer(trainAt([0.25, 0.75], 10));
  expect(losses(world)[0]).toBeCloseTo(5 - 10 * (0.01 * 0.25 + 0.002 * 0.75), 12);
  expect(losses(world)[1]).toBeCloseTo(6 - 10 * (0.001 * 0.25 + 0.02 * 0.75), 12);
});

test('a log-linear world depends on the mean proportions so far', () => {
  const world = started(curved);
  expect(losses(world)).toEqual([9, 9]);
  world.answer(trainAt([1, 0], 10));
  world.answer(trainAt([0, 1], 30));
  expect(losses(world)[0]).toBeCloseTo(2.5 + Math.exp(-(2 * 0.25 + 0.5 * 0.75)), 12);
  expect(losses(world)[1]).toBeCloseTo(3 + 2 * Math.exp(-(0.2 * 0.25 + 1.5 * 0.75)), 12);
});

test('models do not disturb each other, and a new one starts at the beginning', () => {
  const world = started(linear);
  world.answer(trainAt([1, 0], 50));
  expect(world.answer({ ask: 'create', role: 'proxy', steps: 100, seed: 1 })).toEqual({ model: 1 });
  expect(losses(world, 1)).toEqual([5, 6]);
});

test('counts match what was asked for, or whole sequences really drawn', () => {
  const exact = started(linear).answer(trainAt([0.3, 0.7], 3)) as Trained;
  expect(exact.counts[0]).toBeCloseTo(7.2, 12);
  const world = started(linear, { realised: true });
  const whole = world.answer(trainAt([0.3, 0.7], 3)) as Trained;
  expect(whole.counts).toEqual([7, 17]);
  expect(losses(world)[0]).toBeCloseTo(5 - (3 / 24) * (0.01 * 7 + 0.002 * 17), 12);
});

test('validation noise belongs to the state: the same when asked again, another after a step', () => {
  const world = started({ ...linear, noise: 0.1 });
  const first = losses(world);
  expect(first).not.toEqual([5, 6]);
  expect(losses(world)).toEqual(first);
  expect(world.lossesOf(0)).toEqual([5, 6]);
  expect(losses(started({ ...linear, noise: 0.1 }, { seed: 1 }))).not.toEqual(first);
});

test('trials are fresh models', () => {
  const world = started(linear);
  world.answer(trainAt([1, 0], 50));
  const { trials } = world.answer({
    ask: 'trials',
    trials: [{ proportions: [0, 1], steps: 100, seed: 0 }],
  }) as Tried;
  expect(trials[0]!.start).toEqual([5, 6]);
  expect(trials[0]!.losses[1]).toBeCloseTo(4, 12);
});

test('alignments times the learning rate are the mean fall that a step on each group brings', () => {
  const world = started(linear);
  const probed = world.answer({
    ask: 'probe',
    model: 0,
    proportions: [1, 0],
    reference: 0,
    gradients: { validationSequences: 4 },
  }) as Probed;
  expect(probed.losses).toEqual([5, null]);
  expect(probed.referenceLosses).toEqual([5, null]);
  expect(probed.alignments![0]! * probed.learningRate).toBeCloseTo((0.01 + 0.001) / 2, 12);
  expect(probed.alignments![1]).toBe(0);
  expect(probed.gradientNorms).toEqual([1, 0]);
});

test('a log-linear world reports the slope that its next step has', () => {
  const world = started(curved);
  world.answer(trainAt([0.5, 0.5], 10_000));
  const before = losses(world);
  const ask = { ask: 'probe', model: 0, proportions: [0.5, 0.5], gradients: { validationSequences: 4 } } as const;
  const { alignments, learningRate } = world.answer(ask) as Probed;
  world.answer(trainAt([1, 0], 1));
  const fall = losses(world).reduce((sum, loss, i) => sum + (before[i]! - loss) / 2, 0);
  expect(Math.abs(alignments![0]! * learningRate - fall) / fall).toBeLessThan(1e-3);
});

test('a weighted step moves like a batch with those shares', () => {
  const world = started(linear);
  world.answer({ ask: 'train', model: 0, proportions: [0.5, 0.5], steps: 1, lossWeights: [0, 1] });
  expect(losses(world)[1]).toBeCloseTo(6 - 0.02, 12);
});

test('a scripted world reads out its losses and then stops', () => {
  const world = scriptedWorld([[1, 2]]);
  expect(losses(world)).toEqual([1, 2]);
  expect(() => losses(world)).toThrow('one more was asked for');
});

import { expect, test } from 'vitest';
import { Refusal } from '#base/refusal';
import { parseSimulation, simulate } from './simulate.ts';

const content = {
  groups: ['a', 'b'],
  world: {
    law: 'linear-dynamic',
    A: [
      [0.01, 0.002],
      [0.001, 0.02],
    ],
    start: [5, 6],
  },
  method: { id: 'stratified' },
  steps: 100,
  seed: 0,
};

function refused(change: object) {
  try {
    parseSimulation({ ...content, ...change }, 'two.json');
  } catch (error) {
    if (error instanceof Refusal) return [error.code, error.details.field, error.details.file];
  }
  return null;
}

test('an offline method reports what it learned and ends where the law says', async () => {
  const { trajectory, learned, finalLosses, cost } = await simulate(parseSimulation(content));
  expect(trajectory).toEqual([{ step: 0, proportions: [0.5, 0.5] }]);
  expect(learned).toEqual({ proportions: [0.5, 0.5] });
  expect(finalLosses[0]).toBeCloseTo(5 - 0.6, 12);
  expect(finalLosses[1]).toBeCloseTo(6 - 1.05, 12);
  expect(cost).toEqual({ learningSteps: 0, measuringSteps: 0, finalSteps: 100, evaluations: 0 });
});

test('Aioli shows its law per round, and measuring segments are not in the trajectory', async () => {
  const method = { id: 'aioli', knobs: { updateSteps: 50 } };
  const { trajectory, notes, learned } = await simulate(parseSimulation({ ...content, method }));
  expect(trajectory.map((point) => point.step)).toEqual([16, 66]);
  expect(notes.map((note) => `${note.round} ${note.name}`)).toEqual(
    [1, 2].flatMap((round) => ['order', 'W', 'beta', 'A', 'Abar', 'p'].map((name) => `${round} ${name}`)),
  );
  expect(learned).toBeUndefined();
});

test('the same file gives the same simulation, noise included; another seed another one', async () => {
  const noisy = { ...content, world: { ...content.world, noise: 0.001 }, method: { id: 'aioli' } };
  const once = await simulate(parseSimulation(noisy));
  expect(await simulate(parseSimulation(noisy))).toEqual(once);
  expect((await simulate(parseSimulation({ ...noisy, seed: 1 }))).trajectory).not.toEqual(once.trajectory);
});

test('a log-linear world is played too', async () => {
  const world = {
    law: 'log-linear-static',
    A: [
      [1, 0],
      [0, 1],
    ],
    b: [1, 1],
    c: [2, 2],
    start: [9, 9],
  };
  const { finalLosses } = await simulate(parseSimulation({ ...content, world }));
  expect(finalLosses[0]).toBeCloseTo(2 + Math.exp(-0.5), 12);
});

test('files that do not say enough are refused with their field', () => {
  expect(refused({ steps: 0 })).toEqual(['file_malformed', 'steps', 'two.json']);
  expect(refused({ method: {} })).toEqual(['file_malformed', 'method.id', 'two.json']);
  expect(refused({ color: 'red' })).toEqual(['file_malformed', '', 'two.json']);
  expect(refused({ world: { law: 'quadratic' } })).toEqual(['world_invalid', 'world.law', 'two.json']);
  expect(
    refused({
      world: {
        ...content.world,
        A: [
          [1, 2, 3],
          [1, 2],
        ],
      },
    }),
  ).toEqual(['world_invalid', 'world.A.0', 'two.json']);
  expect(refused({ world: { ...content.world, start: [1] } })).toEqual(['world_invalid', 'world.start', 'two.json']);
  expect(() => parseSimulation([])).toThrow(Refusal);
});

test('settings that do not fit are refused before anything is played', () => {
  const fit = ['steps_do_not_fit', 'method.knobs.updateSteps', 'two.json'];
  expect(refused({ method: { id: 'aioli' }, steps: 10 })).toEqual(fit);
  expect(refused({ method: { id: 'olive' } })).toEqual(['method_unknown', 'method.id', 'two.json']);
  expect(refused({ method: { id: 'custom', knobs: { weights: [0, 0] } } })).toEqual([
    'proportions_invalid',
    'method.knobs.weights',
    'two.json',
  ]);
});

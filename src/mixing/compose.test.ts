import { expect, test } from 'vitest';
import { Refusal } from '#base/refusal';
import { complaintsOf, costOf, idOf, labelsOf, requireFit, subjectRun } from './compose.ts';
import { conduct } from './conduct.ts';
import { resolveChoice } from './knobs.ts';
import type { Ask, MethodChoice } from './method.ts';
import { worldOf } from './testing/world.ts';

const law = {
  law: 'linear-dynamic',
  A: [
    [0.003, 0.001],
    [0, 0.002],
  ],
  start: [5, 6],
} as const;
const setting = {
  groups: [
    { name: 'a', tokens: 1000 },
    { name: 'b', tokens: 3000 },
  ],
  steps: 300,
  batch: 8,
  seed: 1,
};

async function play(choice: MethodChoice) {
  const world = worldOf(law, { batch: 8, seed: 1 });
  const asks: Ask[] = [];
  const end = await conduct(subjectRun(choice, setting), {
    transcript: [],
    answer: (ask) => world.answer(ask),
    record: ({ ask }) => void asks.push(ask),
  });
  const trained = asks.flatMap((ask) => (ask.ask === 'train' ? [ask] : []));
  return { end, asks, trained, steps: trained.reduce((sum, ask) => sum + ask.steps, 0) };
}

test('an offline method learns first, then its subject is made and trained', async () => {
  const { asks, end } = await play({ id: 'natural' });
  expect(asks).toEqual([
    { ask: 'note', name: 'learned', round: 0, value: [0.25, 0.75] },
    { ask: 'create', role: 'subject', steps: 300, seed: 1 },
    { ask: 'train', model: 0, proportions: [0.25, 0.75], steps: 300 },
  ]);
  expect(end).toEqual({ proportions: [0.25, 0.75], model: 0 });
});

test('what runs before trains the same subject, and the rest of the steps is left to the method', async () => {
  const choice = { id: 'aioli', knobs: { priorSteps: 100 }, after: { id: 'natural' } };
  const { trained, asks, steps } = await play(choice);
  expect(trained[0]).toMatchObject({ model: 0, proportions: [0.25, 0.75], steps: 100 });
  expect(trained[1]).toMatchObject({ isMeasuring: true });
  expect(asks.filter((ask) => ask.ask === 'create')).toEqual([{ ask: 'create', role: 'subject', steps: 300, seed: 1 }]);
  expect(steps).toBe(300);
});

test('an online method can run before as well', async () => {
  const after = { id: 'custom', knobs: { weights: [1, 4] } };
  const { trained, steps } = await play({ id: 'aioli', knobs: { priorSteps: 60, startFrom: 'prior', eta: 0 }, after });
  expect(trained[0]).toMatchObject({ proportions: [0.2, 0.8], steps: 60 });
  expect(trained.at(-1)!.proportions[0]).toBeCloseTo(0.2, 12);
  expect(steps).toBe(300);
});

test('no prior steps skip the phase but hand over the proportions (spec 7, Q3)', async () => {
  const { trained, steps } = await play({
    id: 'aioli',
    knobs: { startFrom: 'prior', eta: 0 },
    after: { id: 'natural' },
  });
  expect(trained[0]).toMatchObject({ isMeasuring: true });
  expect(trained.at(-1)!.proportions[0]).toBeCloseTo(0.25, 12);
  expect(steps).toBe(300);
});

test('prior steps that leave nothing are refused, without a prior they are only a warning', () => {
  const fit = (choice: MethodChoice) => () => requireFit(resolveChoice(choice, 'methods.0'), setting, 'methods.0');
  const tooMany = { id: 'aioli', knobs: { priorSteps: 300 }, after: { id: 'natural' } };
  expect(fit(tooMany)).toThrow(Refusal);
  expect(fit(tooMany)).toThrow('takes 300 of 300 steps');
  const alone = complaintsOf(resolveChoice({ id: 'aioli', knobs: { priorSteps: 10 } }), setting);
  expect(alone).toMatchObject([{ severity: 'warning', field: 'method.knobs.priorSteps' }]);
});

test('faults of what runs before are found under its own field', () => {
  const choice = { id: 'aioli', knobs: { priorSteps: 10 }, after: { id: 'custom', knobs: { weights: [0, 0] } } };
  expect(complaintsOf(resolveChoice(choice), setting, 'methods.2')).toMatchObject([
    { field: 'methods.2.after.knobs.weights', code: 'proportions_invalid' },
  ]);
});

test('the cost of a composition is what both parts ask for', () => {
  const choice = { id: 'aioli', knobs: { priorSteps: 100, updateSteps: 50 }, after: { id: 'natural' } };
  expect(costOf(resolveChoice(choice), setting)).toEqual({
    learningSteps: 0,
    measuringSteps: 4 * 16,
    finalSteps: 300,
    evaluations: 4 * 5,
  });
});

test('choices have ids and labels, and those that read alike are told apart', () => {
  const composed = { id: 'aioli', after: { id: 'custom' } };
  expect(idOf(composed)).toBe('aioli+custom');
  expect(labelsOf([{ id: 'stratified' }, { id: 'aioli', knobs: { eta: 0.5 } }, composed])).toEqual([
    'Stratified',
    'Aioli',
    'Aioli + Custom',
  ]);
  expect(
    labelsOf([{ id: 'aioli' }, { id: 'aioli', knobs: { eta: 0.5, diagonal: true } }, { id: 'aioli', preset: 'small' }]),
  ).toEqual(['Aioli', 'Aioli (eta 0.5, diagonal)', 'Aioli (small)']);
});

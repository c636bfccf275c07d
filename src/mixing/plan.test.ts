import { expect, test } from 'vitest';
import type { RunSetting } from './compose.ts';
import { costOf } from './compose.ts';
import { resolveChoice } from './knobs.ts';
import type { MethodChoice } from './method.ts';
import { methods } from './methods/index.ts';
import { finalStepsWithin, kindOfWork, phasesOf } from './plan.ts';

const setting: RunSetting = {
  groups: ['a', 'b', 'c'].map((name) => ({ name, tokens: 1_000_000 })),
  steps: 300,
  batch: 8,
  context: 32,
  seed: 0,
};
const plan = (choice: MethodChoice, changes: Partial<RunSetting> = {}) =>
  phasesOf(resolveChoice(choice), { ...setting, ...changes });
const parts = (choice: MethodChoice) => plan(choice).flatMap((phase) => phase.parts.map((p) => `${p.steps} ${p.name}`));

test('steps are told apart by what they go into', () => {
  expect(parts({ id: 'doremi' })).toEqual(['300 reference', '300 proxy', '300 final']);
  expect(parts({ id: 'grid-search', preset: 'small' })).toEqual(['240 sweep', '300 final']);
  expect(parts({ id: 'stratified' })).toEqual(['300 final']);
});

test('a composition keeps the learning of each of its methods apart', () => {
  const choice = { id: 'aioli', preset: 'small', after: { id: 'doge' }, knobs: { priorSteps: 100 } };
  const [first, second] = plan(choice);
  expect(first).toMatchObject({ method: { id: 'doge' }, cost: { finalSteps: 100 } });
  expect(second).toMatchObject({ method: { id: 'aioli' }, cost: { finalSteps: 200, learningSteps: 0 } });
});

test.each(methods.filter(({ id }) => id !== 'custom'))('the phases of $title add up to its cost', ({ id }) => {
  const choice = resolveChoice({ id });
  const steps = phasesOf(choice, setting).flatMap((phase) => phase.parts.map((part) => part.steps));
  const { learningSteps, finalSteps } = costOf(choice, setting);
  expect(steps.reduce((sum, n) => sum + n, 0)).toBe(learningSteps + finalSteps);
});

test.each(methods.filter(({ learnsBy = [] }) => learnsBy.some((part) => part === 'sweep' || part === 'graph')))(
  'the short runs of $title are known before, and their steps are its learning',
  ({ id }) => {
    const [phase] = plan({ id });
    const steps = phase!.trials.reduce((sum, trial) => sum + trial.steps, 0);
    expect(steps).toBe(phase!.cost.learningSteps);
  },
);

test('two methods on the same grid ask for the same short runs', () => {
  const knobs = { candidates: 'cover', runs: 5, trialSteps: 40 };
  const [one] = plan({ id: 'grid-search', knobs: { ...knobs, withStratified: false } });
  const [other] = plan({ id: 'data-mixing-laws', knobs: { ...knobs, withStratified: false } });
  expect(one!.trials).toHaveLength(5);
  expect(other!.trials.map(({ steps }) => steps)).toEqual([40, 40, 40, 40, 40]);
});

test('proportions that need no training are known before', () => {
  expect(plan({ id: 'stratified' })[0]!.proportions).toEqual([1 / 3, 1 / 3, 1 / 3]);
  expect(plan({ id: 'custom', knobs: { weights: [8, 1, 1] } })[0]!.proportions).toEqual([0.8, 0.1, 0.1]);
  expect(plan({ id: 'aioli' })[0]!.proportions).toBeNull();
});

test('work is of one kind when it trains the same things', () => {
  const kind = (id: string) => kindOfWork(resolveChoice({ id }));
  expect(kind('grid-search')).toBe(kind('regmix'));
  expect(kind('grid-search')).not.toBe(kind('stratified'));
});

test('learning and final run together keep within a total', () => {
  expect(finalStepsWithin(300, () => 0)).toBe(300);
  expect(finalStepsWithin(300, () => 100)).toBe(200);
  expect(finalStepsWithin(300, (steps) => 2 * steps)).toBe(100);
  expect(finalStepsWithin(300, () => 300)).toBeNull();
});

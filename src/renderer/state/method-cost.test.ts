import { expect, test } from 'vitest';
import { costParts } from './method-cost.ts';

const cost = { learningSteps: 600, measuringSteps: 90, finalSteps: 300, evaluations: 0 };

test.each([
  [{ id: 'doremi' }, '300 reference, 300 proxy, 90 measuring, 210 final'],
  [{ id: 'aioli', after: { id: 'grid-search' } }, '600 sweep, 90 measuring, 210 final'],
  [{ id: 'doge', after: { id: 'doremi' } }, '600 learning, 90 measuring, 210 final'],
  [undefined, '600 learning, 90 measuring, 210 final'],
])('steps of %j are told apart', (choice, words) => {
  expect(
    costParts(cost, choice)
      .map(({ name, steps }) => `${String(steps)} ${name}`)
      .join(', '),
  ).toBe(words);
});

test('what takes no step is left out', () => {
  expect(costParts({ ...cost, learningSteps: 0, measuringSteps: 0 }, { id: 'stratified' })).toEqual([
    { name: 'final', steps: 300, kind: 'final' },
  ]);
});

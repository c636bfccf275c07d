import { expect, test } from 'vitest';
import { aComparisonOf, aFinishedRun } from '../testing/finished-run.ts';
import type { ValueAt } from './types.ts';

/** Validation falls to 2.0 at step 80, then rises a little; the test loss is 2.5. */
const validation = [
  { step: 0, losses: [4, 4] },
  { step: 40, losses: [3, 3] },
  { step: 80, losses: [2, 2] },
  { step: 100, losses: [2.2, 2.2] },
];
const runs = [
  aFinishedRun('stratified', 0, [2.5, 2.5], { validation }),
  aFinishedRun('doremi', 0, [2.4, 2.4], {
    validation,
    cost: { learningSteps: 60, finalSteps: 100, computedSteps: 160, seconds: 90 },
  }),
];
const taken = (at: ValueAt, row = 0) => {
  const { rows, analysis } = aComparisonOf(runs, { at });
  const run = rows[row]!.runs[0];
  return [run?.step, run && Math.round(run.losses[0]! * 1e9) / 1e9, analysis.split];
};

test('the value is that of the test, the last pass, the best pass, or a step, and the step is reported', () => {
  expect(taken('test')).toEqual([100, 2.5, 'test']);
  expect(taken('last')).toEqual([100, 2.2, 'validation']);
  expect(taken('best')).toEqual([80, 2, 'validation']);
  expect(taken({ step: 40 })).toEqual([40, 3, 'validation']);
});

test('between two passes the value is on the line that joins them', () => {
  expect(taken({ step: 50 })).toEqual([50, 2.75, 'validation']);
  expect(taken({ share: 0.9 })).toEqual([90, 2.1, 'validation']);
});

test('a run that did not come so far is left out with the reason, not carried on', () => {
  const [row] = aComparisonOf(runs, { at: { step: 150 } }).rows;
  expect(row!.runs).toEqual([]);
  expect(row!.missing).toEqual([{ run: 'stratified-0', seed: 0, state: 'it trained for 100 steps, fewer than 150' }]);
});

test('at equal total budget learning steps count: the final run is read where both together reach it', () => {
  const { analysis, rows } = aComparisonOf(runs, { at: { totalSteps: 'least' } });
  expect(analysis.budgetSteps).toBe(100);
  expect(rows.map((row) => [row.runs[0]!.step, row.cells['mean-loss']!.value.mean])).toEqual([
    [100, 2.2],
    [40, 3],
  ]);
  expect(rows[1]!.cells['mean-loss']!.difference!.mean).toBeCloseTo(0.8, 12);
});

test('a method whose learning alone is dearer than the budget has no value and says so', () => {
  const { rows } = aComparisonOf(runs, { at: { totalSteps: 50 } });
  expect(rows[1]!.cells['mean-loss']!.value.n).toBe(0);
  expect(rows[1]!.missing[0]!.state).toBe('learning alone took 60 steps, more than the budget of 50');
});

test('where values are taken is said in words', () => {
  expect(aComparisonOf(runs, { at: { step: 50 } }).analysis.words[0]).toBe(
    'Validation losses at step 50. Between two passes the value is on the straight line that joins them.',
  );
  expect(aComparisonOf(runs, { at: { totalSteps: 'least' } }).analysis.words[0]).toContain('together reach 100');
});

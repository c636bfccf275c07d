import { expect, test } from 'vitest';
import { aComparisonOf, aFinishedRun } from '../testing/finished-run.ts';
import { tradeOffs } from './trade-off.ts';

const run = (method: string, loss: number, learningSteps: number, flops?: number) =>
  aFinishedRun(method, 0, [loss, loss], {
    cost: { learningSteps, finalSteps: 100, computedSteps: 100, seconds: 10, ...(flops && { flops }) },
  });

test('a row that another beats on loss and cost is not efficient', () => {
  const comparison = aComparisonOf([
    run('stratified', 2, 0),
    run('grid', 1.9, 400),
    run('doremi', 1.95, 100),
    run('doge', 1.96, 200),
  ]);
  expect(
    tradeOffs(comparison, 'mean-loss', 'steps').map(({ label, cost, isEfficient }) => [label, cost, isEfficient]),
  ).toEqual([
    ['stratified', 100, true],
    ['grid', 500, true],
    ['doremi', 200, true],
    ['doge', 300, false],
  ]);
});

test('rows without a known cost are left out, equal rows are both efficient', () => {
  const comparison = aComparisonOf([run('stratified', 2, 0, 1e9), run('aioli', 2, 0, 1e9), run('custom', 1, 0)]);
  expect(tradeOffs(comparison, 'mean-loss', 'flops').map(({ label, isEfficient }) => [label, isEfficient])).toEqual([
    ['stratified', true],
    ['aioli', true],
  ]);
});

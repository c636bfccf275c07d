import { expect, test } from 'vitest';
import type { LawMeasurement } from '#contract/api';
import { compare, type FinishedRun } from '#mixing/comparison';
import { summariseLaws } from './law-summary.ts';

function result(method: string, seed: number, loss: number): FinishedRun {
  const cost = { learningSteps: 0, finalSteps: 10, computedSteps: 10, seconds: 1 };
  return {
    run: `${method}-${seed}`,
    method,
    label: method.toUpperCase(),
    seed,
    testLosses: [loss, loss],
    proportions: [0.5, 0.5],
    cost,
  };
}

function measured(run: string, similarity: number | null): LawMeasurement {
  return { run, state: 'finished', own: { similarity: { similarity } } } as unknown as LawMeasurement;
}

test('similarities are folded per method, improvements turned so that positive is better, and both correlated', () => {
  const results = [
    ...[0, 1].map((seed) => result('stratified', seed, 3)),
    ...[0, 1].map((seed) => result('aioli', seed, 2.8)),
    ...[0, 1].map((seed) => result('doge', seed, 3.1)),
    ...[0, 1].map((seed) => result('doremi', seed, 3.3)),
  ];
  const options = { experiment: 'x', groups: ['a', 'b'], tokenizer: 'byte', tokensPerByte: [1, 1] };
  const comparison = compare(results, { ...options, baseline: 'stratified' });
  const summary = summariseLaws('id', comparison, [
    measured('aioli-0', 0.9),
    measured('aioli-1', 0.7),
    measured('doge-0', 0.5),
    measured('doge-0', null),
    measured('doremi-1', -0.2),
    measured('stranger-0', 1),
  ]);
  expect(
    summary.rows.map(({ method, similarity, measurements, improvement }) => [
      method,
      similarity?.mean ?? null,
      measurements,
      improvement === null ? null : Number(improvement.meanLoss.mean.toFixed(9)),
    ]),
  ).toEqual([
    ['stratified', null, 0, null],
    ['aioli', expect.closeTo(0.8, 12), 2, 0.2],
    ['doge', 0.5, 2, -0.1],
    ['doremi', -0.2, 1, -0.3],
  ]);
  expect(summary.correlation).toBeCloseTo(1, 12);
});

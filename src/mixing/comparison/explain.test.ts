import { expect, test } from 'vitest';
import { aComparisonOf, aFinishedRun, fiveSeeds } from '../testing/finished-run.ts';
import { explain } from './explain.ts';

const comparison = aComparisonOf([
  ...fiveSeeds([0.03, 0.02]),
  aFinishedRun('aioli', 7, [1, 1]),
  aFinishedRun('aioli', 8, [NaN, 1]),
]);

test('a number is led back to its runs, losses, steps and pairs', () => {
  const { runs } = explain(comparison, { row: 'aioli/aioli', measure: 'mean-loss' });
  expect(runs[0]).toEqual({
    run: 'aioli-0',
    seed: 0,
    step: 100,
    losses: [1.47, 1.57],
    value: expect.closeTo(1.52, 10) as number,
    baseline: { run: 'stratified-0', value: expect.closeTo(1.55, 10) as number },
  });
  expect(runs[2]!.baseline).toBeNull();
});

test('the steps say which losses, which formula, how seeds fold and how the difference is judged', () => {
  const { steps } = explain(comparison, { row: 'aioli/aioli', measure: 'mean-loss' });
  expect(steps.slice(0, 3)).toEqual([
    'Test losses of the finished model, nats per token.',
    'The mean over groups of the loss.',
    'The mean over 3 seeds: 1.35667.',
  ]);
  expect(steps[5]).toBe('Difference to stratified: run minus run of the same seed, mean over 2 seeds: −0.0250000.');
  expect(steps[7]).toMatch(/^Chances by Student’s t with 1 degrees of freedom around that mean: better \d+ %, within/);
  expect(steps[6]).toMatch(
    /^P value: Student’s paired t test, two-sided: 0\.125666; corrected after Holm 0\.125666\.$/,
  );
});

test('what was left out is listed with the reason', () => {
  expect(explain(comparison, { row: 'aioli/aioli', measure: 'mean-loss' }).leftOut).toEqual([
    { run: 'aioli-8', seed: 8, why: 'diverged' },
    { run: 'aioli-7', seed: 7, why: 'not in the difference: only aioli has this seed' },
  ]);
});

test('the baseline says that it is one; an unknown cell is refused with those there are', () => {
  expect(explain(comparison, { row: 'stratified/stratified', measure: 'mean-loss' }).steps.at(-1)).toContain(
    'It is the baseline',
  );
  expect(() => explain(comparison, { row: 'x', measure: 'mean-loss' })).toThrow(
    expect.objectContaining({ code: 'option_invalid' }),
  );
});

/** Finished runs on two groups, made up for tests of comparisons. */
import { compare } from '../comparison/compare.ts';
import type { AnalysisChoice, Circumstances, Comparison, FinishedRun } from '../comparison/types.ts';

export const groups = ['law', 'code'] as const;

export function aFinishedRun(
  method: string,
  seed: number,
  testLosses: readonly number[],
  changes: Partial<FinishedRun> = {},
): FinishedRun {
  return {
    run: `${method}-${String(seed)}`,
    method,
    label: method,
    seed,
    testLosses,
    proportions: testLosses.map(() => 1 / testLosses.length),
    cost: { learningSteps: 0, finalSteps: 100, computedSteps: 100, seconds: 60 },
    ...changes,
  };
}

export const circumstances: Circumstances = {
  data: groups.map((group, i) => ({ group, version: `${String(i)}0a1b2c3d4e5f` })),
  tokenizer: 'byte',
  model: 'nano',
  context: 64,
  steps: 100,
  totalSteps: 100,
  batch: 8,
  evaluationSequences: 16,
  training: { peakLearningRate: 0.001, warmupSteps: 10 },
  learning: 'unrestricted',
  backend: 'wasm',
};

/** Against the runs of the method `stratified`. */
export function aComparisonOf(runs: readonly FinishedRun[], analysis: AnalysisChoice = {}): Comparison {
  return compare(runs, {
    experiment: 'two groups',
    groups,
    tokenizer: 'byte',
    baseline: 'stratified',
    tokensPerByte: [1, 0.25],
    analysis,
  });
}

/** Five seeds each; losses of `aioli` are lower by the drop of each seed in both groups. */
export function fiveSeeds(drops: readonly number[]): FinishedRun[] {
  return drops.flatMap((drop, seed) => {
    const start = 1.5 + seed / 50;
    return [
      aFinishedRun('stratified', seed, [start, start + 0.1]),
      aFinishedRun('aioli', seed, [start - drop, start + 0.1 - drop]),
    ];
  });
}

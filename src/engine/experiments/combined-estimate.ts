/** The estimates of a design's variants as one: what all of them take together. */
import type { Estimate, LikelyRange } from '#contract/api';

/** @param estimates one per variant, the design's own setting first */
export function combined(estimates: readonly Estimate[]): Estimate {
  const [own] = estimates as [Estimate];
  if (estimates.length === 1) return own;
  const total = (read: (one: Estimate) => number): number => estimates.reduce((sum, one) => sum + read(one), 0);
  const most = (read: (one: Estimate) => number): number => Math.max(...estimates.map(read));
  const range = (read: (one: Estimate) => LikelyRange): LikelyRange => ({
    low: total((one) => read(one).low),
    high: total((one) => read(one).high),
  });
  return {
    ...own, // epochs and pipeline are those of the design's own setting
    methods: own.methods.map((method, i) => ({
      ...method,
      askedSteps: total((one) => one.methods[i]!.askedSteps),
      computedSteps: total((one) => one.methods[i]!.computedSteps),
      seconds: range((one) => one.methods[i]!.seconds),
    })),
    runs: total((one) => one.runs),
    runsToTrain: total((one) => one.runsToTrain),
    helperRuns: total((one) => one.helperRuns),
    steps: total((one) => one.steps),
    computedSteps: total((one) => one.computedSteps),
    tokens: total((one) => one.tokens),
    flops: total((one) => one.flops),
    diskBytes: total((one) => one.diskBytes),
    memoryBytes: most((one) => one.memoryBytes),
    seconds: range((one) => one.seconds),
    learntFrom: Math.min(...estimates.map((one) => one.learntFrom)),
    parameters: most((one) => one.parameters),
  };
}

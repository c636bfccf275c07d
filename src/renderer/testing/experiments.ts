/** Runs, laws and comparisons of made-up experiments, for tests of what shows them. */
import type { ExperimentSummary, LawSeries, QueueState, QueueSummary, RunSeries, RunSummary } from '#contract/api';
import { compare, type Comparison, type FinishedRun } from '#mixing/comparison';

export function aRun(changes: Partial<RunSummary> = {}): RunSummary {
  return {
    id: 'r1',
    experiment: 'e1',
    experimentName: 'First comparison',
    method: 'aioli',
    label: 'Aioli',
    choice: { id: 'aioli', knobs: { lpSteps: 4 } },
    seed: 0,
    state: 'running',
    step: 120,
    steps: 300,
    learningSteps: 0,
    loss: 2.3456,
    secondsLeft: 200,
    tokensPerSecond: 18_400,
    startedAt: null,
    endedAt: null,
    problem: null,
    backend: 'wasm',
    resumes: 0,
    isHeld: false,
    waitsFor: null,
    ...changes,
  };
}

/** A queue in which nothing waits. */
export function aQueue(changes: Partial<QueueState> = {}): QueueState {
  return {
    isPaused: false,
    slots: 1,
    running: [],
    queued: [],
    held: [],
    forecast: [],
    secondsLeft: null,
    at: '2026-01-01T00:00:00Z',
    ...changes,
  };
}

export const nothingHappened: QueueSummary = {
  since: '2026-01-01T00:00:00Z',
  until: '2026-01-01T08:00:00Z',
  finished: [],
  diverged: [],
  stoppedByRule: [],
  failed: [],
  retried: [],
  longest: null,
  surprises: [],
  waiting: 0,
};

export function anExperiment(changes: Partial<ExperimentSummary> = {}): ExperimentSummary {
  return {
    id: 'e1',
    name: 'First comparison',
    createdAt: '2026-01-01T00:00:00Z',
    runs: 4,
    finished: 4,
    failed: 0,
    ...changes,
  };
}

/** Curves of a run that has been evaluated every ten steps up to `step`. */
export function aSeries(groups: readonly string[], step: number, run = 'r1'): RunSeries {
  const steps = Array.from({ length: step }, (_, i) => i + 1);
  const even = groups.map(() => 1 / groups.length);
  return {
    run,
    groups,
    trainFrom: 0,
    train: steps.map((at) => ({ step: at, loss: 5 - at / 100, groupLosses: groups.map((_, i) => 5 + i - at / 100) })),
    validation: [0, ...steps.filter((at) => at % 10 === 0)].map((at) => ({
      step: at,
      losses: groups.map((_, i) => 5 + i - at / 100),
    })),
    proportions: steps.filter((at) => at % 10 === 0).map((at) => ({ step: at, asked: even, drawn: even })),
  };
}

export function aLaw(changes: Partial<LawSeries> = {}): LawSeries {
  const raw = [
    [0.04, -0.008],
    [0.004, 0.02],
  ];
  const round = (index: number) => ({
    round: index,
    step: index * 100,
    raw: raw.map((row) => row.map((value) => value / (index + 1))),
    normalised: [
      [0.6, 0],
      [0.15, 0.25],
    ],
    proportions: [0.5 + index / 10, 0.5 - index / 10],
  });
  return {
    run: 'r1',
    method: 'aioli',
    seed: 0,
    groups: ['law', 'code'],
    provenance: 'measured',
    subsetError: null,
    rounds: [0, 1, 2].map(round),
    ...changes,
  };
}

/** Stratified and Aioli on these groups; Aioli's losses are lower by 0.1 nats in every group. */
export function aComparison(options: {
  readonly groups?: readonly string[];
  readonly seeds?: readonly number[];
  readonly missing?: readonly { method: string; label: string; seed: number; state: string }[];
  readonly baseline?: string;
}): Comparison {
  const { groups = ['law', 'code'], seeds = [0, 1, 2], missing = [], baseline = 'stratified' } = options;
  const methods = [
    { method: 'stratified', label: 'Stratified' },
    { method: 'aioli', label: 'Aioli' },
  ];
  const results = methods.flatMap(({ method, label }, m) =>
    seeds.map((seed): FinishedRun => ({
      run: `${method}-${String(seed)}`,
      method,
      label,
      seed,
      testLosses: groups.map((_, i) => 1.5 + i / 10 + seed / 50 - m * (0.1 + seed / 1000)),
      proportions: groups.map(() => 1 / groups.length),
      cost: { learningSteps: 0, finalSteps: 300, computedSteps: 300, seconds: 60 },
    })),
  );
  return compare(results, {
    experiment: 'e1',
    groups,
    tokenizer: 'byte',
    baseline,
    methods,
    tokensPerByte: groups.map(() => 1),
    unigramBitsPerByte: groups.map(() => 4.5),
    missing,
  });
}

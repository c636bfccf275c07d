/** A report of made-up runs for tests: two methods, two seeds, one run that diverged, names that mean something to formats. */
import { compare, type FinishedRun } from '#mixing/comparison';
import type { RecordedRun, ReportRecord } from '../record.ts';

const groups = ['law & order', '50%_a|b<i>'] as const;
const methods = ['Stratified', '=Aioli, "new"'] as const;
const asked = { learningSteps: 0, measuringSteps: 12, finalSteps: 200, evaluations: 3 };

function run(method: number, seed: number, testLosses: readonly number[] | null): RecordedRun {
  return {
    id: `id-${String(method)}-${String(seed)}`,
    method,
    seed,
    state: testLosses ? 'finished' : 'diverged',
    problem: testLosses ? null : 'The loss of step 41 is not a finite number. Lower peakLearningRate.',
    step: testLosses ? 200 : 41,
    steps: 200,
    asked,
    learningSteps: 0,
    computedSteps: 200,
    seconds: 61.5,
    backend: 'wasm',
    resumes: 0,
    startedAt: '2026-01-01T00:00:00.000Z',
    endedAt: '2026-01-01T00:01:01.000Z',
    testLosses,
    trajectory: [
      { step: 0, proportions: [0.5, 0.5] },
      ...(method === 1 ? [{ step: 100, proportions: [0.25, 0.75] }] : []),
    ],
    validation: [0, 100, 200].map((step) => ({ step, losses: [5 - step / 100, 4 - step / 100] })),
    train: [1, 100, 200].map((step) => ({ step, loss: 5 - step / 100 })),
    law:
      method === 1
        ? [0, 1, 2].map((round) => ({
            round,
            step: round * 80,
            matrix: [
              [0.04 + round / 100, -0.008],
              [0.004, 0.02],
            ],
          }))
        : [],
    model: testLosses ? `checkpoints/id-${String(method)}-${String(seed)}/model` : null,
  };
}

export function aRecord(changes: Partial<ReportRecord> = {}): ReportRecord {
  const runs = [run(0, 0, [2, 1]), run(0, 1, [2.02, 1.01]), run(1, 0, [1.9, 1.01]), run(1, 1, null)];
  const keys = [
    { method: 'stratified', label: methods[0] },
    { method: 'aioli', label: methods[1] },
  ];
  const results = runs.flatMap((one): FinishedRun[] =>
    one.testLosses
      ? [
          {
            run: one.id,
            ...keys[one.method]!,
            seed: one.seed,
            testLosses: one.testLosses,
            proportions: one.trajectory.at(-1)!.proportions,
            cost: { learningSteps: 0, finalSteps: 200, computedSteps: 200, seconds: 61.5 },
          },
        ]
      : [],
  );
  return {
    format: 1,
    title: 'Aioli <script>alert(1)</script> & 100 % of {x}_y',
    author: 'Ada "A." Lovelace',
    createdAt: '2026-01-02T03:04:05.000Z',
    notes:
      '# Why\n\nIt is **bold**, see [the paper](https://example.org/a_b).\n\n- one\n- <img src=x onerror=alert(1)>',
    experiment: { id: 'e1', name: 'first', notes: 'From the experiment.', createdAt: '2026-01-01T00:00:00.000Z' },
    file: { format: 1, name: 'first', seeds: [0, 1] },
    groups: groups.map((name, i) => ({
      name,
      colour: i,
      version: `hash${String(i)}`,
      licence: i === 0 ? 'MIT' : '',
      documents: 10,
      bytes: 4096,
      duplicates: 1,
      tokens: { train: 3000, val: 500, test: 500 },
    })),
    tokenizer: 'byte',
    model: [['Parameters', '62 688']],
    training: [['Steps', '200']],
    steps: 200,
    seeds: [0, 1],
    methods: methods.map((label, i) => ({
      id: keys[i]!.method,
      label,
      paper: 'Chen et al. 2024',
      summary: 'Moves the mixture by what it learned.',
      knobs: i === 1 ? [{ name: 'eta', value: 0.2, isDefault: true }] : [],
    })),
    comparison: compare(results, {
      experiment: 'first',
      groups,
      tokenizer: 'byte',
      baseline: 'stratified',
      methods: keys,
      tokensPerByte: [1, 1],
      unigramBitsPerByte: [4.5, null],
      missing: [{ ...keys[1]!, seed: 1, state: 'diverged' }],
    }),
    runs,
    software: [['Aioli Workbench', '0.1.0']],
    machine: [['Cores', '2']],
    command: 'aioli run repeat.experiment.json',
    ...changes,
  };
}

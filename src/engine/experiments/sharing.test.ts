import { expect, test } from 'vitest';
import { experimentSchema, type ExperimentInput } from '#contract/experiment';
import { sharingFindings, sharingOf } from './sharing.ts';

const setting = { groups: ['a', 'b', 'c', 'd'].map((name) => ({ name, tokens: 1e6 })), steps: 240, batch: 8, seed: 5 };
const experiment = (changes: Partial<ExperimentInput>) =>
  experimentSchema.parse({
    format: 1,
    name: 'x',
    groups: ['a', 'b', 'c', 'd'],
    training: { steps: 240 },
    seeds: [5, 6],
    methods: [
      { id: 'grid-search', knobs: { runs: 5, trialSteps: 60 } },
      { id: 'aioli', after: { id: 'regmix', preset: 'small' } },
      { id: 'doremi' },
    ],
    ...changes,
  });

test('the runs of a common sweep are as long as the shortest that a method would make by itself', () => {
  expect(sharingOf(experiment({ sharing: { sweeps: 'common' } }), setting)).toEqual({ sweepSteps: 40 });
});

test('a length that is given counts, unless a budget does not reach for it', () => {
  const given = experiment({ sharing: { sweeps: 'common', trialSteps: 100 } });
  expect(sharingOf(given, setting)).toEqual({ sweepSteps: 100 });
  expect(sharingOf(given, { ...setting, learningBudget: 120 })).toEqual({ sweepSteps: 7 }); // 16 runs of RegMix
});

test('learning once is done with the first seed; nothing is shared unless it is said', () => {
  expect(sharingOf(experiment({ sharing: { learning: 'once' } }), setting)).toEqual({ learningSeed: 5 });
  expect(sharingOf(experiment({ sharing: {} }), setting)).toBeNull();
  expect(sharingOf(experiment({}), setting)).toBeNull();
});

test('equal totals with a warm-up that depends on the steps leave nothing to share, and are warned of', () => {
  const sharing = { sweeps: 'common' } as const;
  const uneven = experiment({ sharing, budget: { learning: 'included' } });
  expect(sharingFindings(uneven)).toMatchObject([{ field: 'sharing.sweeps', severity: 'warning' }]);
  const even = experiment({ sharing, budget: { learning: 'included' }, training: { steps: 240, warmupSteps: 10 } });
  expect(sharingFindings(even)).toEqual([]);
});

import { expect, test } from 'vitest';
import { experimentSchema, learningBudget } from '#contract/experiment';
import { costOf } from '#mixing/compose';
import { resolveChoice } from '#mixing/knobs';
import type { Store } from '../store/index.ts';
import { runSetting } from './setting.ts';

const experiment = (budget?: object) =>
  experimentSchema.parse({
    format: 1,
    name: 'budget',
    groups: ['a', 'b'],
    training: { steps: 1000 },
    seeds: [0],
    methods: [{ id: 'doremi' }],
    ...(budget && { budget }),
  });
const cost = (budget?: object) =>
  costOf(resolveChoice({ id: 'doremi' }), runSetting(experiment(budget), [null, null], {} as Store));

test('a restricted method spends no more than the stated share of the steps on learning', () => {
  expect(cost().learningSteps).toBe(2000);
  expect(cost({ learning: 'unrestricted' }).learningSteps).toBe(2000);
  expect(cost({ learning: 'restricted' }).learningSteps).toBe(500);
  expect(cost({ learning: 'restricted', share: 0.1 })).toMatchObject({ learningSteps: 100, finalSteps: 1000 });
});

test('the share is of whole steps, half of them when it is not said', () => {
  expect(learningBudget(experiment())).toBeNull();
  expect(learningBudget(experiment({ learning: 'restricted', share: 0.0015 }))).toBe(1);
  expect(() => experiment({ learning: 'restricted', share: 0 })).toThrow();
});

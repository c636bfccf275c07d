import { expect, test } from 'vitest';
import { conduct, type Entry } from '../conduct.ts';
import { subjectRun } from '../compose.ts';
import { resolveChoice } from '../knobs.ts';
import type { KnobValues } from '../method.ts';
import { worldOf } from '../testing/world.ts';
import { exploration, rewarded, sharesOf } from './odm-law.ts';

function expectNear(found: readonly number[], expected: readonly number[], tolerance = 1e-6) {
  expect(found).toHaveLength(expected.length);
  found.forEach((x, k) => expect(Math.abs(x - expected[k]!)).toBeLessThan(tolerance));
}

const script = [
  [1, [4, 5, 3]],
  [2, [3.8, 4.9, 2.9]],
  [100, [3, 4.2, 2.5]],
  [101, [3, 4.2, 2.5]],
] as const;

function played(form: string) {
  let rewards: readonly number[] = [0, 0, 0];
  let before = 0;
  let p: readonly number[] = [1 / 3, 1 / 3, 1 / 3];
  return script.map(([t, losses]) => {
    rewards = rewarded(rewards, losses, p, { form, memory: 0.9 });
    p = sharesOf(rewards, t, form, before);
    before = t;
    return { p, rewards };
  });
}

test('the published code, step by step (spec 6.9, X5)', () => {
  const states = played('repo');
  expectNear(states[0]!.p, [1 / 3, 1 / 3, 1 / 3]);
  expectNear(states[1]!.p, [1 / 3, 1 / 3, 1 / 3]);
  expectNear(states[2]!.p, [0.247695, 0.611561, 0.140744]);
  expectNear(states[3]!.p, [0.243514, 0.611968, 0.144518]);
  expectNear(states[2]!.rewards, [10.45411, 30.776179, 4.480851]);
  expectNear([exploration(3, 100)], [0.060515]);
});

test('the form of the paper (spec 6.9, X5)', () => {
  const states = played('paper');
  expectNear(states[2]!.p, [0.319616, 0.410265, 0.270119]);
  expectNear(states[3]!.p, [0.331448, 0.346545, 0.322006]);
});

test('an absent group keeps its reward, and huge losses are capped', () => {
  expect(rewarded([1, 2], [null, 1000], [0.5, 0.5], { form: 'repo', memory: 0 })).toEqual([1, Math.exp(20)]);
});

async function run(knobs: KnobValues) {
  const groups = ['a', 'b', 'c'].map((name) => ({ name, tokens: 1000 }));
  const A = groups.map(() => [0, 0, 0]);
  const world = worldOf({ law: 'linear-dynamic', A, start: [2, 3, 4] }, { batch: 8, seed: 0 });
  const entries: Entry[] = [];
  const { proportions } = await conduct(
    subjectRun(resolveChoice({ id: 'odm', knobs }), { groups, steps: 100, batch: 8, seed: 0 }),
    { transcript: [], answer: (ask) => world.answer(ask), record: (entry) => void entries.push(entry) },
  );
  return { proportions, segments: entries.flatMap(({ ask }) => (ask.ask === 'train' ? [ask.steps] : [])) };
}

test('favours the group with the highest loss', async () => {
  const { proportions } = await run({});
  expect(proportions[2]).toBeGreaterThan(proportions[1]!);
  expect(proportions[1]).toBeGreaterThan(proportions[0]!);
});

test('warms up at equal shares and updates as often as asked', async () => {
  expect((await run({ warmupSteps: 30, updateSteps: 40 })).segments).toEqual([30, 40, 30]);
});

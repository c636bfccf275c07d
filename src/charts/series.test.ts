import { expect, test } from 'vitest';
import { rangeAfterKey } from './cursor.ts';
import { groupLook, holding, measured, methodLook, nearest, thinned, within } from './series.ts';

const noisy = Array.from({ length: 10_000 }, (_, step) => ({
  step,
  value: Math.sin(step / 50) + (step === 4321 ? 9 : 0),
}));

test('thinning keeps both ends and every spike', () => {
  const kept = thinned(noisy, 200);
  expect(kept.length).toBeLessThanOrEqual(4 * 201);
  expect([kept[0], kept.at(-1)]).toEqual([noisy[0], noisy.at(-1)]);
  expect(kept).toContainEqual(noisy[4321]);
  expect(kept.map((p) => p.step)).toEqual(kept.map((p) => p.step).sort((a, b) => a - b));
});

test('few points stay as they are', () => {
  expect(thinned(noisy.slice(0, 300), 200)).toEqual(noisy.slice(0, 300));
});

test('the cursor finds the nearest point, and the proportions that held at a step', () => {
  const points = [{ step: 0 }, { step: 100 }, { step: 200 }];
  expect([nearest(points, 60)?.step, nearest(points, 1e9)?.step, nearest([] as { step: number }[], 1)]).toEqual([
    100,
    200,
    undefined,
  ]);
  expect([holding(points, 99)?.step, holding(points, 100)?.step, holding(points, -5)?.step]).toEqual([0, 100, 0]);
});

test('steps without a measurement are left out, zero is not one of them', () => {
  expect(
    measured([
      { step: 1, value: null },
      { step: 2, value: 0 },
      { step: 3, value: NaN },
    ]),
  ).toEqual([{ step: 2, value: 0 }]);
});

test('looks: groups share colours past twenty, a composed method keeps the colour of its last part', () => {
  expect(groupLook('law', 23).colour).toBe('var(--group-3)');
  expect(groupLook('law', 0).dash).not.toBe(groupLook('code', 7).dash);
  const [alone, after] = [methodLook('aioli', 'Aioli'), methodLook('aioli+doremi', 'Aioli after DoReMi')];
  expect(after.colour).toBe(alone.colour);
  expect(after.dash).not.toBe(alone.dash);
});

test('a range keeps its points and one beyond each edge', () => {
  const points = [0, 10, 20, 30, 40].map((step) => ({ step }));
  expect(within(points, [15, 25]).map(({ step }) => step)).toEqual([10, 20, 30]);
  expect(within(points, [0, 40])).toHaveLength(5);
});

test('keys zoom around the cursor, out again, and back to all', () => {
  expect(rangeAfterKey('+', [0, 100], 80, 100)).toEqual([50, 100]);
  expect(rangeAfterKey('+', [50, 100], 60, 100)).toEqual([48, 73]);
  expect(rangeAfterKey('-', [48, 73], 60, 100)).toEqual([35, 85]);
  expect(rangeAfterKey('-', [35, 85], 60, 100)).toBe(null);
  expect(rangeAfterKey('0', [35, 85], 60, 100)).toBe(null);
  expect(rangeAfterKey('ArrowLeft', [0, 100], 60, 100)).toBe(undefined);
});

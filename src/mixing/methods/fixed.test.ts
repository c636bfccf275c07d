import { expect, test } from 'vitest';
import { Refusal } from '#base/refusal';
import { requireFit, subjectRun } from '../compose.ts';
import { conduct } from '../conduct.ts';
import { resolveChoice } from '../knobs.ts';
import type { KnobValues, MethodChoice, Proportions, TrainAsk } from '../method.ts';
import { worldOf } from '../testing/world.ts';

const groups = [
  { name: 'law', tokens: 1000 },
  { name: 'code', tokens: 3000 },
  { name: 'math', tokens: 6000 },
];
const setting = (steps: number) => ({ groups, steps, batch: 8, seed: 0 });

/** Segments that a method trains: steps and proportions. */
async function segments(choice: MethodChoice, steps: number): Promise<(readonly [number, Proportions])[]> {
  const zeros = [0, 0, 0];
  const world = worldOf({ law: 'linear-dynamic', A: [zeros, zeros, zeros], start: [1, 1, 1] }, { batch: 8, seed: 0 });
  const asks: TrainAsk[] = [];
  await conduct(subjectRun(choice, setting(steps)), {
    transcript: [],
    answer: (ask) => world.answer(ask),
    record: ({ ask }) => {
      if (ask.ask === 'train') asks.push(ask);
    },
  });
  return asks.map((ask) => [ask.steps, ask.proportions.map((share) => Number(share.toFixed(6)))]);
}

function refused(knobs: KnobValues, steps: number) {
  try {
    requireFit(resolveChoice({ id: 'custom', knobs }), setting(steps), 'methods.0');
  } catch (error) {
    if (error instanceof Refusal) return [error.code, error.details.field];
  }
  return null;
}

test('stratified trains the whole run at equal shares', async () => {
  expect(await segments({ id: 'stratified' }, 100)).toEqual([[100, [0.333333, 0.333333, 0.333333]]]);
});

test('natural follows the token counts, flattened by the temperature (spec 2.2, N1)', async () => {
  expect(await segments({ id: 'natural' }, 100)).toEqual([[100, [0.1, 0.3, 0.6]]]);
  expect(await segments({ id: 'natural', knobs: { temperature: 0.5 } }, 100)).toEqual([
    [100, [0.192993, 0.334273, 0.472734]],
  ]);
});

test('custom weights are normalised and a weight of 0 leaves its group out', async () => {
  expect(await segments({ id: 'custom', knobs: { weights: [3, 0, 1] } }, 50)).toEqual([[50, [0.75, 0, 0.25]]]);
});

const schedule = [
  [1, 1, 2],
  [0, 1, 0],
];

test('a schedule divides the run among its rows; the last round may be short', async () => {
  expect(await segments({ id: 'custom', knobs: { schedule } }, 101)).toEqual([
    [51, [0.25, 0.25, 0.5]],
    [50, [0, 1, 0]],
  ]);
});

test('the last row of a schedule can repeat to the end', async () => {
  const knobs = { schedule, updateSteps: 10, repeatLast: true };
  expect(await segments({ id: 'custom', knobs }, 100)).toEqual([
    [10, [0.25, 0.25, 0.5]],
    [90, [0, 1, 0]],
  ]);
});

test('weights that are no proportions are refused with their field', () => {
  const weights = ['proportions_invalid', 'methods.0.knobs.weights'];
  expect(refused({ weights: [1, -1, 1] }, 10)).toEqual(weights);
  expect(refused({ weights: [0, 0, 0] }, 10)).toEqual(weights);
  expect(refused({ weights: [1, 1] }, 10)).toEqual(weights);
  expect(refused({}, 10)).toEqual(weights);
  expect(
    refused(
      {
        schedule: [
          [1, 1, 1],
          [0, 0, 0],
        ],
      },
      10,
    ),
  ).toEqual(['proportions_invalid', 'methods.0.knobs.schedule']);
});

test('a schedule must cover the run exactly unless its last row repeats', () => {
  const fit = ['steps_do_not_fit', 'methods.0.knobs.schedule'];
  expect(refused({ schedule, updateSteps: 10 }, 100)).toEqual(fit);
  expect(refused({ schedule, updateSteps: 80 }, 100)).toEqual(fit);
  expect(refused({ schedule, updateSteps: 50 }, 100)).toBeNull();
  expect(refused({ schedule, updateSteps: 10, repeatLast: true }, 100)).toBeNull();
});

import { expect, test } from 'vitest';
import { methods } from './methods/index.ts';
import { Refusal } from '#base/refusal';
import { resolveChoice } from './knobs.ts';
import type { KnobValue, MethodChoice } from './method.ts';

function refusal(choice: MethodChoice, groups?: number) {
  try {
    resolveChoice(choice, 'methods.1', groups);
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, message: error.message, ...error.details };
  }
  return null;
}

test('defaults are overlaid by the preset, and that by what is given', () => {
  const { knobs } = resolveChoice({ id: 'aioli', preset: 'aioli-official-m2', knobs: { eta: 0.3 } });
  expect(knobs).toMatchObject({ eta: 0.3, ema: 0.1, updateSteps: 250, form: 'repo', normalizeA: true, strict: false });
});

test('an unknown method lists those that exist', () => {
  expect(refusal({ id: 'aoli' })).toEqual({
    code: 'method_unknown',
    message: 'There is no method "aoli".',
    field: 'methods.1.id',
    remedy: `Did you mean "aioli"? Methods: ${methods.map(({ id }) => id).join(', ')}.`,
  });
});

test('an unknown knob names the nearest one', () => {
  const found = refusal({ id: 'aioli', knobs: { lpRound: 2 } });
  expect(found).toMatchObject({ code: 'knob_unknown', field: 'methods.1.knobs.lpRound' });
  expect(found!.remedy).toMatch(/^Did you mean "lpRounds"\? Knobs: updateSteps, lpRounds,/);
  expect(refusal({ id: 'stratified', knobs: { eta: 1 } })!.remedy).toBe('It has no knobs; remove it.');
});

test('an unknown preset lists those that exist', () => {
  const found = refusal({ id: 'aioli', preset: 'tiny' });
  expect(found).toMatchObject({ code: 'preset_unknown', field: 'methods.1.preset' });
  expect(found!.remedy).toContain('aioli-official-m7');
});

test.each<[string, string, KnobValue, string]>([
  ['aioli', 'eta', -1, 'Choose a number from 0 to 1000.'],
  ['aioli', 'eta', 'much', 'Choose a number from 0 to 1000.'],
  ['aioli', 'eta', NaN, 'Choose a number from 0 to 1000.'],
  ['aioli', 'lpSteps', 2.5, 'Choose a whole number from 1 to 1000000.'],
  ['aioli', 'form', 'edg', 'Did you mean "egd"? Choices: egd, repo, cumulative-ema.'],
  ['aioli', 'diagonal', 1, 'Use true or false.'],
  ['custom', 'weights', [1, 2], 'Give one number per group, in group order.'],
  ['custom', 'weights', 3, 'Give one number per group, in group order.'],
  ['custom', 'schedule', [[1, 2, 3], [1]], 'Give one number per group, in group order.'],
  ['custom', 'schedule', [], 'Give at least one row of numbers.'],
])('%s refuses %s = %j', (id, name, value, remedy) => {
  const found = refusal({ id, knobs: { [name]: value } }, 3);
  expect(found).toMatchObject({ code: 'knob_invalid', field: `methods.1.knobs.${name}`, remedy });
});

test('refusals inside what runs before name the whole path', () => {
  const found = refusal({ id: 'aioli', after: { id: 'natural', knobs: { temperature: 2 } } });
  expect(found).toMatchObject({ code: 'knob_invalid', field: 'methods.1.after.knobs.temperature' });
});

test('a method that cannot take over a trained model refuses to follow another', () => {
  expect(refusal({ id: 'stratified', after: { id: 'natural' } })).toMatchObject({
    code: 'knob_invalid',
    field: 'methods.1.after',
  });
});

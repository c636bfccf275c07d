import { expect, test } from 'vitest';
import { resolveChoice } from '#mixing/knobs';
import { allMethods, canFollow, withAfter, withKnob, withPreset } from './method-choice.ts';

test('a value equal to the default is left out, another one is kept', () => {
  const changed = withKnob({ id: 'aioli' }, 'eta', 0.7);
  expect([changed, withKnob(changed, 'eta', 0.2)]).toEqual([{ id: 'aioli', knobs: { eta: 0.7 } }, { id: 'aioli' }]);
});

test("a preset takes over; a value that differs from the preset's is the person's own", () => {
  const preset = withPreset({ id: 'aioli', knobs: { eta: 0.7 } }, 'small');
  expect(preset).toEqual({ id: 'aioli', preset: 'small' });
  expect(withKnob(preset, 'eta', 0.2)).toEqual({ id: 'aioli', preset: 'small', knobs: { eta: 0.2 } });
  expect(withPreset(preset, '')).toEqual({ id: 'aioli' });
});

test('taking over after another method gives that one half of the run, and gives it back', () => {
  const composed = withAfter({ id: 'aioli' }, 'stratified', 300);
  expect(composed).toEqual({ id: 'aioli', after: { id: 'stratified' }, knobs: { priorSteps: 150 } });
  expect(withAfter(composed, '', 300)).toEqual({ id: 'aioli' });
});

test('what the form offers is what the methods accept', () => {
  for (const method of allMethods) {
    for (const preset of ['', ...Object.keys(method.presets)])
      expect(() => resolveChoice(withPreset({ id: method.id }, preset))).not.toThrow();
    if (canFollow(method)) expect(() => resolveChoice(withAfter({ id: method.id }, 'stratified', 300))).not.toThrow();
  }
});

import { expect, test } from 'vitest';
import { resolveChoice } from '#mixing/knobs';
import type { KnobValues } from '#mixing/method';
import { canonicalJson, runIdOf, spelledOut, trialKeyOf, type RunSpec } from './run-spec.ts';

const spec = {
  format: 1,
  groups: [{ name: 'law', version: 'v1', shards: 's1' }],
  tokenizer: 'byte',
  steps: 100,
  evaluation: { points: 10, sequences: 64 },
  choice: { id: 'aioli', knobs: { eta: 0.2, lpRounds: 2 } },
  seed: 0,
  backend: 'tensorflow',
} as unknown as RunSpec;

test('canonical JSON knows no order of keys and no absent members', () => {
  expect(canonicalJson({ b: [1, { d: 2, c: undefined }], a: 'x' })).toBe('{"a":"x","b":[1,{"d":2}]}');
});

test('the same content has the same id, however its keys are ordered and its groups are called', () => {
  const other = {
    ...spec,
    choice: { knobs: { lpRounds: 2, eta: 0.2 }, id: 'aioli' },
    groups: [{ ...spec.groups[0]!, name: 'other' }],
  };
  expect(runIdOf(other)).toBe(runIdOf(spec));
});

test.each([
  ['another seed', { seed: 1 }],
  ['another backend', { backend: 'wasm' as const }],
  ['another text', { groups: [{ name: 'law', version: 'v2', shards: 's1' }] }],
  ['another knob', { choice: { id: 'aioli', knobs: { eta: 0.3, lpRounds: 2 } } }],
  ['another number of threads', { threads: 2 }],
  ['another precision', { training: { ...spec.training, precision: 'bfloat16' as const } }],
  ['more evaluation sequences', { evaluation: { points: 10, sequences: 65 } }],
])('%s is another run', (_name, change) => {
  expect(runIdOf({ ...spec, ...change })).not.toBe(runIdOf(spec));
});

test('a trial is shared between methods and seeds of runs', () => {
  const trial = { proportions: [1], steps: 10, seed: 3 };
  expect(trialKeyOf({ ...spec, seed: 7, choice: { id: 'other' } }, trial)).toBe(trialKeyOf(spec, trial));
  expect(trialKeyOf(spec, { ...trial, seed: 4 })).not.toBe(trialKeyOf(spec, trial));
  const rounded = { ...spec, training: { ...spec.training, precision: 'bfloat16' as const } };
  expect(trialKeyOf(rounded, trial)).not.toBe(trialKeyOf(spec, trial));
  expect(trialKeyOf({ ...spec, threads: 2 }, trial)).not.toBe(trialKeyOf(spec, trial));
});

test('a knob that came later is no part of a run at its default, so that runs from before are found again', () => {
  const knobsOf = (knobs: KnobValues) => spelledOut(resolveChoice({ id: 'aioli', knobs })).knobs;
  expect(knobsOf({})).not.toHaveProperty('lpEstimate');
  expect(knobsOf({ lpEstimate: 'measured' })).toEqual(knobsOf({}));
  expect(knobsOf({ lpEstimate: 'gradient' })).toEqual({ ...knobsOf({}), lpEstimate: 'gradient' });
});

import { expect, test } from 'vitest';
import { isOnSimplex } from '#base/simplex';
import type { Method, Setting } from '../method.ts';
import { phasesOf } from '../plan.ts';
import { resolveChoice } from '../knobs.ts';
import { commonMixtures } from './common-sweep.ts';
import { methods } from './index.ts';

const setting: Omit<Setting, 'totalSteps'> = {
  groups: ['a', 'b', 'c', 'd'].map((name, i) => ({ name, tokens: 1e6 * (i + 1) })),
  steps: 240,
  batch: 8,
  seed: 3,
};
const trialsOf = (id: string, changes: Partial<Setting> = {}) =>
  phasesOf(resolveChoice({ id, preset: 'small' }), { ...setting, ...changes })[0]!.trials;
const sweepers = (methods as readonly Method[])
  .filter(({ learnsBy }) => learnsBy?.includes('sweep'))
  .map(({ id }) => id);

test('whoever takes fewer takes the first, and equal shares are among them', () => {
  const [few, many] = [commonMixtures(4, 6, 0), commonMixtures(4, 40, 0)];
  expect(many.slice(0, 6)).toEqual(few);
  expect(few[0]).toEqual([0.25, 0.25, 0.25, 0.25]);
  expect(many.every((p) => isOnSimplex(p))).toBe(true);
  expect(commonMixtures(4, 6, 1)).not.toEqual(few);
});

test('the first mixtures lie apart, for any number of them', () => {
  for (const n of [5, 10, 20]) {
    const mixtures = commonMixtures(3, n, 0);
    const nearest = mixtures.map((p, i) =>
      Math.min(...mixtures.filter((_q, j) => j !== i).map((q) => Math.hypot(...p.map((share, k) => share - q[k]!)))),
    );
    expect(Math.min(...nearest)).toBeGreaterThan(0.35 / Math.sqrt(n));
  }
});

test('every method that sweeps takes its trials from one sequence, of one length', () => {
  expect(sweepers).toEqual(['grid-search', 'data-mixing-laws', 'regmix', 'olmix']);
  const found = sweepers.map((id) => trialsOf(id, { sharing: { sweepSteps: 30 } }));
  const longest = found.reduce((a, b) => (b.length > a.length ? b : a));
  for (const trials of found) expect(trials).toEqual(longest.slice(0, trials.length));
  expect(longest.every(({ steps, seed }) => steps === 30 && seed === 3)).toBe(true);
});

test('without the option each draws its own, and mixtures that a person gave are never replaced', () => {
  const [grid, laws] = ['grid-search', 'data-mixing-laws'].map((id) => trialsOf(id));
  expect(laws!.slice(1, 6).map(({ proportions }) => proportions)).not.toEqual(
    grid!.slice(1).map(({ proportions }) => proportions),
  );
  const knobs = { candidates: 'given', mixtures: [[1, 1, 1, 3]] };
  const [{ trials }] = phasesOf(resolveChoice({ id: 'grid-search', knobs }), {
    ...setting,
    sharing: { sweepSteps: 30 },
  }) as readonly [ReturnType<typeof phasesOf>[number]];
  expect(trials.map(({ proportions }) => proportions)).toEqual([[1 / 6, 1 / 6, 1 / 6, 1 / 2]]);
});

test('learning once takes its seed for every trial, the final run keeps its own', () => {
  for (const id of [...sweepers, 'skill-it'])
    expect(trialsOf(id, { sharing: { learningSeed: 0 } }).every(({ seed }) => seed === 0)).toBe(true);
});

test('a method before another one learns what it would learn alone, where learning is shared', () => {
  const after = { id: 'regmix', preset: 'small' };
  const both = resolveChoice({ id: 'aioli', preset: 'small', knobs: { priorSteps: 120 }, after });
  const trials = (changes: Partial<Setting>) => phasesOf(both, { ...setting, ...changes })[0]!.trials;
  const sharing = { learningSeed: 3 };
  expect(trials({ sharing })).toEqual(trialsOf('regmix', { sharing }));
  expect(trials({})).not.toEqual(trialsOf('regmix'));
});

test('a length of its own that a method cannot keep is said', () => {
  const { method, knobs } = resolveChoice({ id: 'regmix', preset: 'small' });
  const found = method.complaints({ ...setting, totalSteps: 240, sharing: { sweepSteps: 30 } }, knobs);
  expect(found).toMatchObject([{ knob: 'trialSteps', severity: 'warning' }]);
  expect(found[0]!.message).toBe('The runs of the common sweep have 30 steps each, not 40.');
});

import { expect, test } from 'vitest';
import type { Draft } from '#contract/api';
import type { Experiment } from '#contract/experiment';
import { group } from '../testing/groups.ts';
import { plainWorkbench } from '../testing/plain.ts';
import { firstExperiment } from './draft.svelte.ts';

const groups = ['speeches', 'law', 'code', 'novel'].map((name) => group(name));

test('a first comparison: stratified and Aioli on few groups, two seeds, the smallest model', () => {
  expect(firstExperiment([group('gone', { state: 'failed' }), ...groups])).toMatchObject({
    groups: ['speeches', 'law', 'code'],
    model: 'nano',
    seeds: [0, 1],
    methods: [{ id: 'stratified' }, { id: 'aioli' }],
  });
});

/** A workbench whose engine keeps drafts, with what was kept and under which names. */
function keeping(kept: Draft | null = null) {
  const titles: string[] = [];
  let draft = kept;
  const made = plainWorkbench({
    draft: () => Promise.resolve(draft),
    keepDraft: (next, title) => {
      draft = next;
      titles.push(title);
      made.engine.tell('draftChanged', next);
      return Promise.resolve();
    },
  });
  return { ...made, draft: made.workbench.draft, titles, kept: () => draft };
}

test('an untouched form follows the groups; an edited one does not', async () => {
  const { draft } = keeping();
  await draft.restore('/w', []);
  draft.groupsChanged(groups);
  expect(draft.form.groups).toEqual(['speeches', 'law', 'code']);
  draft.form.name = 'Mine';
  draft.settle();
  draft.groupsChanged(groups.slice(1));
  expect(draft.form.groups).toEqual(['speeches', 'law', 'code']);
});

test('each edit is kept in the workspace under what it changed', async () => {
  const { draft, titles, kept } = keeping();
  await draft.restore('/w', groups);
  draft.form.training.steps = 400;
  draft.settle();
  draft.settle();
  draft.addMethod('doremi');
  draft.toggleGroup('novel');
  draft.settle();
  expect(titles).toEqual(['Steps 300 → 400', 'add group novel, and 1 more']);
  expect(kept()).toMatchObject({ form: { training: { steps: 400 } }, origin: null });
});

test('what another part takes back shows in the form; the echo of an edit does not disturb the next one', async () => {
  const { draft, engine, kept } = keeping();
  await draft.restore('/w', groups);
  draft.form.training.steps = 400;
  draft.settle();
  draft.form.training.steps = 500; // typed before the engine has answered
  expect(draft.form.training.steps).toBe(500);
  draft.settle();
  await new Promise((resolve) => setTimeout(resolve));
  const { form } = kept()!;
  engine.tell('draftChanged', { form: { ...(form as Experiment), name: 'Undone' }, origin: null });
  expect([draft.form.name, draft.form.training.steps]).toEqual(['Undone', 500]);
});

test('an unfinished form is found again, with the gap where a number is missing', async () => {
  const before = keeping();
  await before.draft.restore('/w', groups);
  before.draft.form.training.steps = NaN;
  before.draft.settle();
  const { draft } = keeping(before.kept());
  await draft.restore('/w', groups);
  expect(draft.form.training.steps).toBeNaN();
  expect(draft.form.groups).toEqual(['speeches', 'law', 'code']);
});

test('what was typed when the window went is found again, in its workspace only, and kept then', async () => {
  const { draft, titles } = keeping();
  await draft.restore('/w', groups);
  draft.form.training.steps = 400;
  draft.jot();
  await draft.restore('/another', groups);
  const there = draft.form.training.steps;
  await draft.restore('/w', groups);
  await draft.restore('/w', groups);
  expect([there, draft.form.training.steps, titles]).toEqual([300, 400, ['Steps 300 → 400']]);
});

test('a kept form that is none starts anew', async () => {
  const { draft } = keeping({ form: { name: 3 }, origin: null });
  await draft.restore('/w', groups);
  expect(draft.form.name).toBe('First comparison');
});

test('an edit that cannot be kept is said', async () => {
  const { draft } = plainWorkbench({ keepDraft: () => Promise.reject(new Error('disk full')) }).workbench;
  draft.form.name = 'Mine';
  draft.settle();
  await expect.poll(() => draft.failure?.message).toContain('disk full');
});

test('vectors and tables keep one number per group when groups come and go', async () => {
  const { draft } = plainWorkbench().workbench;
  await draft.restore('/w', groups);
  const custom = { id: 'custom', knobs: { weights: [1, 2, 3] } };
  const experiment: Experiment = {
    ...draft.plain(),
    methods: [
      { id: 'aioli', after: custom },
      {
        id: 'custom',
        knobs: {
          schedule: [
            [1, 2, 3],
            [4, 5, 6],
          ],
        },
      },
    ],
  };
  draft.load(experiment, 'load');
  draft.toggleGroup('law');
  draft.toggleGroup('novel');
  expect(draft.plain()).toMatchObject({
    groups: ['speeches', 'code', 'novel'],
    methods: [
      { after: { knobs: { weights: [1, 3, 1] } } },
      {
        knobs: {
          schedule: [
            [1, 3, 1],
            [4, 6, 1],
          ],
        },
      },
    ],
  });
});

test('it can start only after the engine found no error', async () => {
  const warning = { field: 'seeds', message: 'One seed.', remedy: 'Add one.', severity: 'warning' as const };
  let problems = [{ ...warning, severity: 'error' as const }, warning];
  const { draft } = plainWorkbench({ checkExperiment: () => Promise.resolve(problems) }).workbench;
  const before = draft.isReady;
  await draft.problems.load();
  const withError = [draft.isReady, draft.problemAt('seeds')?.severity];
  problems = [warning] as never;
  await draft.problems.load();
  expect([before, withError, draft.isReady]).toEqual([false, [false, 'error'], true]);
});

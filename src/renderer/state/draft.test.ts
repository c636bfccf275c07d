import { expect, test } from 'vitest';
import { plainWorkbench } from '../testing/plain.ts';
import { group } from '../testing/groups.ts';
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

test('an untouched form follows the groups; an edited one does not', () => {
  const { draft } = plainWorkbench().workbench;
  draft.restore('/w', []);
  draft.groupsChanged(groups);
  expect(draft.form.groups).toEqual(['speeches', 'law', 'code']);
  draft.form.name = 'Mine';
  draft.settle();
  draft.groupsChanged(groups.slice(1));
  expect(draft.form.groups).toEqual(['speeches', 'law', 'code']);
});

test('undo and redo walk through every settled edit', () => {
  const { draft } = plainWorkbench().workbench;
  draft.restore('/w', groups);
  for (const steps of [400, 500]) {
    draft.form.training.steps = steps;
    draft.settle();
  }
  draft.undo();
  const undone = draft.form.training.steps;
  draft.undo();
  const first = draft.form.training.steps;
  draft.redo();
  draft.redo();
  expect([undone, first, draft.form.training.steps, draft.canRedo]).toEqual([400, 300, 500, false]);
});

test('an edited form is found again in its workspace, and only there', () => {
  const { workbench } = plainWorkbench();
  workbench.draft.restore('/w', groups);
  workbench.draft.form.name = 'Mine';
  workbench.draft.settle();
  workbench.draft.restore('/another', groups);
  const there = workbench.draft.form.name;
  workbench.draft.restore('/w', groups);
  expect([there, workbench.draft.form.name]).toEqual(['First comparison', 'Mine']);
});

test('vectors and tables keep one number per group when groups come and go', () => {
  const { draft } = plainWorkbench().workbench;
  draft.restore('/w', groups);
  const custom = { id: 'custom', knobs: { weights: [1, 2, 3] } };
  draft.load({
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
  });
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

import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { LoggedRun } from '#contract/api';
import { openStore, type Store } from '../store/index.ts';
import { freshFolder } from '../testing/small-experiment.ts';
import { writeStudy } from '../testing/write-study.ts';
import { loggedRun } from './logged-runs.ts';

let store: Store;
let logged: readonly LoggedRun[];

beforeAll(async () => {
  const folder = freshFolder();
  const knobs = { updateSteps: 20, lpRounds: 1, lpSteps: 1, lpEvalFraction: 0.5 };
  await writeStudy(folder, {
    groups: 2,
    seeds: 1,
    steps: 40,
    methods: [
      { id: 'stratified' },
      { id: 'aioli', knobs },
      { id: 'aioli', knobs: { ...knobs, lpEstimate: 'gradient' } },
    ],
  });
  store = openStore(join(folder, 'workspace.sqlite'), 'read');
  const [experiment] = store.experiments.summaries();
  logged = store.experiments.places(experiment!.id).map(({ run }) => loggedRun(store, store.runs.get(run)!));
  store.close();
}, 60_000);

test('a logged law goes with where it comes from and with the error by its choice of sequences', () => {
  const told = logged.map(({ settings, metrics }) => [
    settings['law'],
    metrics.filter(({ name }) => name === 'law/subset error').map(({ points }) => points.length),
  ]);
  expect(told).toEqual([
    [undefined, []],
    ['measured', [1]],
    ['gradient estimate, first order', [1]],
  ]);
});

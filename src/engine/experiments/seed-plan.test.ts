import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { experimentSchema } from '#contract/experiment';
import type { RunSpec } from '../run-spec.ts';
import { openStore } from '../store/index.ts';
import { freshFolder } from '../testing/small-experiment.ts';
import { planSeeds } from './seed-plan.ts';

const experiment = experimentSchema.parse({
  format: 1,
  name: 'planned',
  groups: ['law', 'code'],
  training: { steps: 100 },
  seeds: [0, 1, 2, 3, 4],
  methods: [{ id: 'stratified' }, { id: 'aioli' }],
});

/** A workspace in which `losses[method][seed]` were found. */
function workspace(losses: readonly (readonly number[])[], steps = 100) {
  const folder = freshFolder();
  mkdirSync(folder, { recursive: true });
  const store = openStore(join(folder, 'workspace.sqlite'));
  store.experiments.put('e', { ...experiment, name: 'before', training: { ...experiment.training, steps } }, 'now');
  losses.forEach((seeds, methodIndex) =>
    seeds.forEach((loss, seed) => {
      const id = `r${methodIndex}${seed}`;
      const spec = { seed, steps, groups: [], choice: { id: 'stratified' } } as unknown as RunSpec;
      const cost = { learningSteps: 0, measuringSteps: 0, finalSteps: steps, evaluations: 0 };
      store.runs.add({ id, method: 'stratified', label: 'x', spec, cost }, 'now');
      store.experiments.place('e', { methodIndex, seed, run: id });
      store.evaluations.add(id, 'test', steps, { losses: [loss, loss], sequences: [1, 1] });
    }),
  );
  return store;
}

test('the spread is that of differences over paired seeds, where there are some', () => {
  const store = workspace([
    [3, 3.1, 3.2],
    [2.99, 3.07, 3.17], // differences -0.01, -0.03, -0.03
  ]);
  const { spread, visible } = planSeeds(experiment, null, store);
  expect(spread).toMatchObject({ source: 'paired', count: 3, experiments: ['before'] });
  expect(spread.deviation).toBeCloseTo(Math.sqrt(0.0004 / 3), 6);
  expect(visible! / spread.deviation).toBeCloseTo(1.682, 3);
});

test('one method alone tells how seeds differ; two independent ones differ by the root of two more', () => {
  const { spread } = planSeeds(experiment, null, workspace([[3, 3.1, 3.2]]));
  expect(spread).toMatchObject({ source: 'seeds', count: 3 });
  expect(spread.deviation).toBeCloseTo(0.1 * Math.SQRT2, 6);
});

test('runs of another length tell nothing; then the spread is an assumption and called so', () => {
  const { spread } = planSeeds(experiment, null, workspace([[3, 3.1, 3.2]], 999));
  expect(spread).toEqual({ deviation: 0.01, source: 'assumed', count: 0, experiments: [] });
});

test('a wished-for difference has its number of seeds, and one seed shows nothing', () => {
  const store = workspace([]);
  expect(planSeeds(experiment, 0.01, store)).toMatchObject({ seeds: 5, needed: 10 });
  expect(planSeeds({ ...experiment, seeds: [0] }, null, store)).toMatchObject({ visible: null, needed: null });
});

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { experimentSchema, type ExperimentInput } from '#contract/experiment';
import type { StoredGroup } from '../store/groups.ts';
import { openStore } from '../store/index.ts';
import { freshFolder } from '../testing/small-experiment.ts';
import { pipelineOf } from './pipeline.ts';
import { helperRunsOf, nothingKnown, plannedRuns, workloadsOf, type KnownResults } from './workload.ts';

const mixtures = [
  [0.2, 0.8],
  [0.5, 0.5],
  [0.8, 0.2],
];
const given = { candidates: 'given', mixtures, trialSteps: 40, withStratified: false };

async function loads(methods: ExperimentInput['methods'], known: KnownResults = nothingKnown, changes = {}) {
  const store = openStore(join(freshFolder(), 'workspace.sqlite'));
  const groups = ['law', 'code'].map((name) => {
    const part = { documents: 10, bytes: 1e6 };
    const splits = { train: part, val: part, test: part };
    store.texts.put({ version: name, documents: 30, bytes: 3e6, duplicates: 0, unigramBitsPerByte: 4, splits }, 'now');
    const source = { paths: [name], include: [], exclude: [], reader: 'auto', textField: '' };
    store.groups.add({ id: name, name, colour: 0, source, licence: '', version: name }, 'now');
    return store.groups.named(name) as StoredGroup;
  });
  const experiment = experimentSchema.parse({
    format: 1,
    name: 'x',
    groups: ['law', 'code'],
    training: { steps: 300 },
    seeds: [0, 1],
    methods,
    ...changes,
  });
  return workloadsOf(await plannedRuns(experiment, groups, store), known);
}

test('a short run that two methods ask for is trained once, by the first', async () => {
  const found = await loads([
    { id: 'grid-search', knobs: given },
    { id: 'data-mixing-laws', knobs: given },
  ]);
  expect(found.map(({ computedSteps }) => computedSteps)).toEqual([420, 420, 300, 300]);
  expect(found.map(helperRunsOf)).toEqual([3, 3, 0, 0]);
});

test('seeds of a sweep share the short runs whose seeds they have in common', async () => {
  const found = await loads([{ id: 'grid-search', knobs: { ...given, trialSeeds: 2 } }]);
  expect(found.map(helperRunsOf)).toEqual([6, 3]);
});

test('what is stored is not trained again', async () => {
  const known = { hasRun: ({ methodIndex }: { methodIndex: number }) => methodIndex === 0, hasTrial: () => true };
  const found = await loads([{ id: 'stratified' }, { id: 'grid-search', knobs: given }], known);
  expect(found.map(({ computedSteps }) => computedSteps)).toEqual([0, 0, 300, 300]);
});

test('at equal total budget a method that learns has a shorter final run', async () => {
  const methods = [{ id: 'stratified' }, { id: 'grid-search', knobs: given }, { id: 'doremi' }];
  const found = await loads(methods, nothingKnown, { budget: { learning: 'included' }, seeds: [0] });
  expect(found.map(({ cost }) => [cost.learningSteps, cost.finalSteps])).toEqual([
    [0, 300],
    [120, 180],
    [200, 100],
  ]);
});

test('the pipeline goes from what is trained first to the final run, shared boxes once', async () => {
  const boxes = pipelineOf(
    await loads([
      { id: 'grid-search', knobs: given },
      { id: 'data-mixing-laws', knobs: given },
      { id: 'aioli', preset: 'small', after: { id: 'doremi' }, knobs: { priorSteps: 100 } },
    ]),
  );
  const titles = new Map(boxes.map(({ id, title }) => [id, title]));
  expect(
    boxes.map(({ title, methods, steps, after }) => [
      title,
      methods.join(),
      steps,
      after.map((id) => titles.get(id)).join(),
    ]),
  ).toEqual([
    ['Sweep', '0,1', 240, ''],
    ['Mixture', '0', 0, 'Sweep'],
    ['Final run', '0', 600, 'Mixture'],
    ['Mixture', '1', 0, 'Sweep'],
    ['Final run', '1', 600, 'Mixture'],
    ['Reference', '2', 600, ''],
    ['Proxy', '2', 600, 'Reference'],
    ['Mixture', '2', 0, 'Proxy'],
    ['First at DoReMi', '2', 200, 'Mixture'],
    ['Final run', '2', 400, 'First at DoReMi'],
  ]);
});

test('a method that comes after another one is counted without what that one’s own run trains for both', async () => {
  const doremi = { id: 'doremi', knobs: { learnSteps: 50 } };
  const after = { id: 'aioli', preset: 'small', knobs: { priorSteps: 120 }, after: doremi };
  const found = await loads([doremi, after]);
  expect(found.map(({ computedSteps }) => computedSteps)).toEqual([400, 400, 180, 180]);
  expect(found.map(helperRunsOf)).toEqual([2, 2, 0, 0]);
  const proxies = pipelineOf(found).filter(({ title }) => title === 'Proxy');
  expect(proxies.map(({ methods, steps }) => ({ methods, steps }))).toEqual([
    { methods: [0], steps: 100 },
    { methods: [1], steps: 0 },
  ]);
});

test('of a finished run only what was learned is known, and a sweep learns something else in front of another method', async () => {
  const doremi = { id: 'doremi', knobs: { learnSteps: 50 } };
  const after = (id: { id: string }) => ({ id: 'aioli', preset: 'small', knobs: { priorSteps: 120 }, after: id });
  const known = { hasRun: ({ methodIndex }: { methodIndex: number }) => methodIndex === 0, hasTrial: () => false };
  expect((await loads([doremi, after(doremi)], known)).map(({ computedSteps }) => computedSteps)).toEqual([
    0, 0, 300, 300,
  ]);
  const regmix = { id: 'regmix', preset: 'small' };
  const sharing = { sweeps: 'common' };
  expect((await loads([regmix, after(regmix)])).map(({ computedSteps }) => computedSteps)).toEqual([
    940, 940, 940, 940,
  ]);
  const shared = await loads([regmix, after(regmix)], nothingKnown, { sharing });
  expect(shared.map(({ computedSteps }) => computedSteps)).toEqual([940, 940, 180, 180]);
});

test('learning once is counted for the first seed only', async () => {
  const doremi = { id: 'doremi', knobs: { learnSteps: 50 } };
  const found = await loads([doremi, { id: 'regmix', preset: 'small' }], nothingKnown, {
    sharing: { learning: 'once' },
  });
  expect(found.map(({ computedSteps }) => computedSteps)).toEqual([400, 300, 940, 300]);
});

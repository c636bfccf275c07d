import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatCount } from '#base/format';
import type { ComparisonRow } from '#mixing/comparison';
import { openEngine, type Engine } from '../engine.ts';
import { freshFolder } from '../testing/small-experiment.ts';
import { launchWorldTrainer } from '../testing/world-trainer.ts';
import { writeStudy } from '../testing/write-study.ts';

const study = {
  groups: 2,
  seeds: 3,
  steps: 60,
  methods: [
    { id: 'stratified' },
    { id: 'doremi' },
    { id: 'aioli', knobs: { updateSteps: 20, lpRounds: 1, lpSteps: 2 } },
  ],
};
const folder = freshFolder();
let engine: Engine;
let monday = '';
let shorter = '';
let anew = '';

beforeAll(async () => {
  monday = await writeStudy(folder, { ...study, name: 'Monday' });
  shorter = await writeStudy(folder, { ...study, name: 'Shorter', steps: 40, seeds: 2 });
  engine = await openEngine({ folder });
  const code = (await engine.listGroups()).find(({ name }) => name === 'code')!;
  writeFileSync(join(folder, 'source', 'code', 'more.txt'), 'One document more than on Monday. '.repeat(40));
  await engine.refreshGroup(code.id);
  await engine.close();
  anew = await writeStudy(folder, { ...study, name: 'On new data' });
  engine = await openEngine({ folder, launch: launchWorldTrainer });
}, 120_000);
afterAll(() => engine.close());

const row = (rows: readonly ComparisonRow[], label: string): ComparisonRow => rows.find((one) => one.label === label)!;

test('a comparison of stored runs has measures, cost in tokens and operations, and where each model lies', async () => {
  const { rows, measures, tokensPerByte } = await engine.comparison(monday);
  expect(rows.map(({ label, seeds }) => [label, seeds])).toEqual([
    ['Stratified', [0, 1, 2]],
    ['DoReMi', [0, 1, 2]],
    ['Aioli', [0, 1, 2]],
  ]);
  expect(measures).toHaveLength(7 + 3 * 2);
  expect(tokensPerByte.every((ratio) => ratio > 0.9 && ratio < 1.1)).toBe(true);
  const { cost, runs, settings } = row(rows, 'DoReMi');
  expect(cost.tokens).toBe((cost.learningSteps + cost.finalSteps) * 16 * 32);
  expect(cost.flops! / cost.tokens!).toBeGreaterThan(6 * 2000);
  expect(runs[0]!.model).toBe(`checkpoints/${runs[0]!.run}/model`);
  expect(runs[0]!.circumstances!.data.map(({ group }) => group)).toEqual(['law', 'code']);
  expect(settings).toContainEqual({ name: 'steps', value: 60 });
  expect(row(rows, 'Aioli').settings).toContainEqual({ name: 'lpSteps', value: 2 });
});

test('runs of several experiments stand in one table, each named, with what keeps them apart', async () => {
  const { rows, experiment } = await engine.comparisonOf({ experiments: [monday, shorter] });
  expect(experiment).toBe('Monday and Shorter');
  const apart = row(rows, 'Aioli (Shorter)');
  expect(apart.obstacles[0]).toMatchObject({ what: 'budget', severity: 'blocks' });
  expect(apart.obstacles[0]!.sentence).toContain(formatCount(40 * 16 * 32));
  expect(apart.cells['mean-loss']!.difference).toBeNull();
  expect(apart.cells['mean-loss']!.value.n).toBe(2);
  expect(row(rows, 'Aioli (Monday)').cells['mean-loss']!.difference!.n).toBe(3);
});

test('a baseline of another experiment is taken by its key, and only shared seeds pair', async () => {
  const { rows } = await engine.comparisonOf({
    experiments: [monday, shorter],
    baseline: `${shorter}/0`,
    at: { step: 30 },
  });
  const difference = row(rows, 'Aioli (Monday)').cells['mean-loss']!.difference!;
  expect(difference.seeds).toEqual([0, 1]);
  expect(difference.unpaired).toEqual([{ seed: 2, has: 'row' }]);
});

test('the same method on other text is marked with the versions of both', async () => {
  const { rows } = await engine.comparisonOf({ experiments: [monday, anew] });
  const { obstacles, cells } = row(rows, 'Stratified (On new data)');
  expect(obstacles).toMatchObject([{ what: 'data', severity: 'blocks' }]);
  expect(obstacles[0]!.sentence).toMatch(/^Other data: it read code [0-9a-f]{8}; the baseline read [0-9a-f]{8}\.$/);
  expect(cells['average-perplexity']!.difference).toBeNull();
});

test('at equal total budget learning counts: DoReMi is read where its 120 learning steps and the final run reach it', async () => {
  const { rows, analysis } = await engine.comparisonOf({ experiments: [monday], at: { totalSteps: 150 } });
  expect(analysis.budgetSteps).toBe(150);
  expect(row(rows, 'DoReMi').runs.map(({ step }) => step)).toEqual([30, 30, 30]);
  expect(row(rows, 'Stratified').missing[0]!.state).toBe('it trained for 60 steps, fewer than 150');
  const least = await engine.comparisonOf({ experiments: [monday], at: { totalSteps: 'least' } });
  expect(least.analysis.budgetSteps).toBe(60);
  expect(row(least.rows, 'DoReMi').missing[0]!.state).toBe('learning alone took 120 steps, more than the budget of 60');
});

test('a cell is explained from its runs, through the engine', async () => {
  const choice = { experiments: [monday] };
  const { rows } = await engine.comparisonOf(choice);
  const found = await engine.explainCell(choice, { row: rows[2]!.key, measure: 'mean-loss' });
  expect(found.runs.map(({ run, value }) => [run, value])).toEqual(
    rows[2]!.runs.map(({ run }, i) => [run, rows[2]!.cells['mean-loss']!.perRun[i]]),
  );
  expect(found.sentence).toMatch(/^Over 3 seeds/);
});

test('runs that an experiment shares under other names of groups keep their losses', async () => {
  const law = (await engine.listGroups()).find(({ name }) => name === 'law')!;
  await engine.renameGroup(law.id, 'statutes');
  const before = await engine.comparison(anew);
  const content = await engine.experiment(anew);
  const { id } = await engine.startExperiment({ ...content, name: 'Renamed', groups: ['statutes', 'code'] });
  await engine.idle();
  const after = await engine.comparison(id);
  expect(after.groups).toEqual(['statutes', 'code']);
  expect(after.rows.map(({ runs }) => runs.map(({ run, losses }) => [run, losses]))).toEqual(
    before.rows.map(({ runs }) => runs.map(({ run, losses }) => [run, losses])),
  );
  expect(after.rows[0]!.cells['loss of statutes']!.value.mean).toBeGreaterThan(0);
});

test('the table is written of the same choice', async () => {
  const table = await engine.comparisonTable({ experiments: [monday, shorter], at: 'last' }, 'tsv');
  const [header, first] = table.split('\n').map((line) => line.split('\t'));
  expect(first![header!.indexOf('losses of')]).toBe('validation');
  expect(first![header!.indexOf('run ids')]!.split(' ')).toHaveLength(3);
  expect(first![header!.indexOf('experiment')]).toBe('Monday');
});

test('nothing named, and an experiment that there is not, are refused', async () => {
  await expect(engine.comparisonOf({ experiments: [] })).rejects.toMatchObject({ code: 'nothing_to_compare' });
  await expect(engine.comparisonOf({ experiments: ['nope'] })).rejects.toMatchObject({ code: 'experiment_unknown' });
});

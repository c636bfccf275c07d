import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine, type Engine } from '../engine.ts';
import { freshFolder } from '../testing/small-experiment.ts';
import { writeStudy } from '../testing/write-study.ts';

let engine: Engine;
const folder = freshFolder();

beforeAll(async () => {
  await writeStudy(folder, {
    groups: 2,
    seeds: 2,
    steps: 40,
    methods: [{ id: 'stratified' }, { id: 'aioli', knobs: { updateSteps: 20, lpRounds: 1, lpSteps: 2 } }],
  });
  engine = await openEngine({ folder });
});
afterAll(() => engine.close());

const cells = async (...wanted: Parameters<Engine['runCells']>[0]) => engine.runCells(wanted);

test('every run is a row, with columns for its groups, its settings and its knobs', async () => {
  const { runs, columns } = await engine.runTable();
  expect(runs).toHaveLength(4);
  const ids = columns.map(({ id }) => id);
  for (const id of ['label', 'seed', 'tags', 'test-loss', 'test/law', 'p/code', 'set/training.batch', 'knob/lpSteps'])
    expect(ids).toContain(id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('cells are read by column: settings as set, knobs only where the method has them, losses as the comparison has them', async () => {
  const [batch, lpSteps, loss, seed] = await cells(
    { column: 'set/training.batch' },
    { column: 'knob/lpSteps' },
    { column: 'test-loss' },
    { column: 'seed' },
  );
  expect(batch!.values).toEqual([16, 16, 16, 16]);
  expect(lpSteps!.values).toEqual([null, null, 2, 2]);
  expect(seed!.values).toEqual([0, 1, 0, 1]);
  const { id } = (await engine.listExperiments())[0]!;
  const { rows } = await engine.comparison(id);
  const means = rows.flatMap((row) => row.runs.map(({ testLosses }) => (testLosses[0]! + testLosses[1]!) / 2));
  expect(loss!.values).toEqual(means);
});

test('a validation loss is read last, best or at a step, and says at which step it was read', async () => {
  const [last, best, early] = await cells(
    { column: 'val-loss' },
    { column: 'val-loss', at: 'best' },
    { column: 'val-loss', at: 21 },
  );
  expect(last!.steps).toEqual([40, 40, 40, 40]);
  expect(early!.steps).toEqual([20, 20, 20, 20]);
  best!.values.forEach((value, i) => expect(value).toBeLessThanOrEqual(last!.values[i] as number));
  const series = await engine.runSeries((await engine.runTable()).runs[0]!, 0);
  const { losses } = series.validation.find(({ step }) => step === 20)!;
  expect(early!.values[0]).toBe((losses[0]! + losses[1]!) / 2);
});

test('settings in which chosen runs differ are named, equal ones are not', async () => {
  const { runs } = await engine.runTable();
  const between = await engine.differingSettings(runs);
  expect(between).toContain('knob/lpSteps');
  expect(between).not.toContain('set/training.batch');
  expect(await engine.differingSettings(runs.slice(0, 2))).toEqual([]);
});

test('a run is given a name, a note and tags; each can be taken back, also after reopening', async () => {
  const [first, second] = (await engine.runTable()).runs as [string, string];
  await engine.nameRun(first, '  the   first ');
  await engine.setRunNote(first, 'odd start');
  await engine.tagRuns([
    { run: first, tags: ['keep', 'best', 'keep'] },
    { run: second, tags: ['best'] },
  ]);
  expect(await engine.runRemark(first)).toEqual({ name: 'the first', note: 'odd start', tags: ['best', 'keep'] });
  const [tags] = await cells({ column: 'tags' });
  expect(tags!.values).toEqual(['best, keep', 'best', null, null]);
  await engine.close();
  engine = await openEngine({ folder });
  await engine.undo();
  expect((await engine.runRemark(second)).tags).toEqual([]);
  await engine.undo();
  await engine.undo();
  expect(await engine.runRemark(first)).toEqual({ name: '', note: '', tags: [] });
  await engine.redo();
  expect((await engine.runRemark(first)).name).toBe('the first');
});

test('a tag with a comma is refused with what to do', async () => {
  const [run] = (await engine.runTable()).runs as [string];
  await expect(engine.tagRuns([{ run, tags: ['a, b'] }])).rejects.toMatchObject({ code: 'remark_invalid' });
});

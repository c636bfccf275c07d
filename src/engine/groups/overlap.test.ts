import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openEngine, type Engine } from '../engine.ts';
import { freshFolder, writeGroupText } from '../testing/small-experiment.ts';

const open: Engine[] = [];

afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close();
});

/** Groups a and b of unlike text; of a's documents, 12 stand in b as well. */
async function scene() {
  const folder = freshFolder();
  const engine = await openEngine({ folder });
  open.push(engine);
  const [a, b] = ['a', 'b'].map((name) => writeGroupText(folder, name, 60));
  for (let i = 0; i < 12; i++)
    cpSync(join(a!.source.paths[0]!, `${i}.txt`), join(b!.source.paths[0]!, `copy-${i}.txt`));
  for (const group of [a!, b!]) await engine.addGroup(group);
  const told: string[] = [];
  engine.on('taskMoved', ({ task, isFinished }) => isFinished && told.push(task));
  return { folder, engine, told };
}

test('groups are compared once, text by text; a third group is compared with the others only', async () => {
  const { folder, engine, told } = await scene();
  expect(await engine.knownOverlap()).toBeNull();
  const { groups, cells, leaks } = await engine.checkOverlap();
  expect(groups.map(({ name, documents }) => [name, documents])).toEqual([
    ['a', 60],
    ['b', 72],
  ]);
  expect(cells.map((row) => row.map(({ exact }) => exact))).toEqual([
    [0, 12],
    [12, 0],
  ]);
  expect(cells[0]![1]!.shared).toBeGreaterThan(0.1);
  expect(leaks).toHaveLength(8);
  expect(new Set(leaks.map(({ verdict }) => verdict))).toEqual(new Set(['clean']));
  expect(told).toEqual(['overlap']);

  const before = await engine.checkOverlap();
  expect(told).toEqual(['overlap']);
  expect(await engine.knownOverlap()).toEqual(before);

  await engine.addGroup(writeGroupText(folder, 'c', 30));
  expect(await engine.knownOverlap()).toBeNull();
  const three = await engine.checkOverlap();
  expect(three.cells[0]!.slice(0, 2)).toEqual(before.cells[0]);
  expect(await engine.knownOverlap(['a', 'b'])).toEqual(before);
});

test('a duplicate shares all with its original, and a switched-off group is left out', async () => {
  const { engine } = await scene();
  await engine.duplicateGroup('a', 'twin');
  await engine.enableGroups(['b'], false);
  const { groups, cells } = await engine.checkOverlap();
  expect(groups.map(({ name }) => name)).toEqual(['a', 'twin']);
  expect(cells[0]![1]).toEqual({ exact: 60, near: 0, shared: 1, examples: [] });
});

test('comparing needs the stored text, and says how to get it back', async () => {
  const { folder, engine } = await scene();
  for (const version of readdirSync(join(folder, 'texts'))) rmSync(join(folder, 'texts', version), { recursive: true });
  await expect(engine.checkOverlap()).rejects.toMatchObject({ code: 'source_moved' });
});

test('a comparison is cancelled by its task', async () => {
  const { engine } = await scene();
  const comparing = engine.checkOverlap();
  await engine.cancelTask('overlap');
  await expect(comparing).rejects.toMatchObject({ code: 'task_cancelled' });
  expect(await engine.knownOverlap()).toBeNull();
});

test('two who ask at once share one comparison', async () => {
  const { engine, told } = await scene();
  const [first, second] = await Promise.all([engine.checkOverlap(), engine.checkOverlap()]);
  expect(first).toEqual(second);
  expect(told).toEqual(['overlap']);
});

test('closing the workspace ends a comparison', async () => {
  const { engine } = await scene();
  const comparing = expect(engine.checkOverlap()).rejects.toMatchObject({ code: 'task_cancelled' });
  await new Promise((resolve) => setImmediate(resolve));
  await engine.close();
  open.splice(0);
  await comparing;
});

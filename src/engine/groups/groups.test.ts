import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { EngineNews } from '#contract/api';
import { openEngine, type Engine } from '../engine.ts';
import { freshFolder, writeGroupText } from '../testing/small-experiment.ts';

const open: Engine[] = [];

afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close();
});

async function scene() {
  const folder = freshFolder();
  const engine = await openEngine({ folder });
  open.push(engine);
  return { folder, engine };
}

test('a group inside the workspace keeps a relative source, so that the folder can be moved', async () => {
  const { folder, engine } = await scene();
  const outside = freshFolder();
  const inner = await engine.addGroup(writeGroupText(folder, 'inner', 20));
  const outer = await engine.addGroup(writeGroupText(outside, 'outer', 20));
  expect(inner.source.paths).toEqual(['source/inner']);
  expect(outer.source.paths).toEqual([join(outside, 'source', 'outer')]);
});

test('colours differ, and one that is free again is used again', async () => {
  const { folder, engine } = await scene();
  const colours: number[] = [];
  for (const name of ['a', 'b', 'c']) colours.push((await engine.addGroup(writeGroupText(folder, name, 20))).colour);
  await engine.removeGroup('b');
  colours.push((await engine.addGroup(writeGroupText(folder, 'd', 20))).colour);
  expect(colours).toEqual([0, 1, 2, 1]);
});

test('dropped folders become groups of their names; one without text stops none of the others', async () => {
  const { folder, engine } = await scene();
  const [first, second] = ['x', 'y'].map((name) => writeGroupText(folder, name, 20).source.paths[0]!);
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  const { added, failed } = await engine.addGroupsFrom([first!, empty, second!]);
  expect([added.map(({ name }) => name), failed.map(({ path, message }) => [path, message])]).toEqual([
    ['x', 'y'],
    [[empty, '"empty" holds no text.']],
  ]);
  await engine.addGroupsFrom([first!]);
  expect((await engine.listGroups()).map(({ name }) => name)).toEqual(['x', 'y', 'x 2']);
});

test('a refreshed group with other text is another version, and the old text goes', async () => {
  const { folder, engine } = await scene();
  const before = await engine.addGroup(writeGroupText(folder, 'a', 20));
  writeFileSync(join(folder, 'source', 'a', 'more.txt'), 'something that was not there before');
  const after = await engine.refreshGroup(before.id);
  expect(after.documents).toBe(before.documents + 1);
  expect(after.version).not.toBe(before.version);
  expect([before, after].map(({ version }) => existsSync(join(folder, 'texts', version!)))).toEqual([false, true]);
});

test('a refresh whose source is gone leaves the group as it was', async () => {
  const { folder, engine } = await scene();
  const before = await engine.addGroup(writeGroupText(folder, 'a', 20));
  rmSync(join(folder, 'source'), { recursive: true });
  await expect(engine.refreshGroup(before.id)).rejects.toMatchObject({ code: 'source_moved' });
  expect(await engine.listGroups()).toEqual([before]);
});

test('a group whose source has moved is pointed at the new place and keeps its text, name and colour', async () => {
  const { folder, engine } = await scene();
  const before = await engine.addGroup(writeGroupText(folder, 'a', 20));
  const elsewhere = join(freshFolder(), 'moved');
  renameSync(join(folder, 'source', 'a'), elsewhere);
  const after = await engine.relocateGroup('a', [elsewhere]);
  expect(after).toEqual({ ...before, source: { ...before.source, paths: [elsewhere] } });
  expect(await engine.refreshGroup('a')).toEqual(after);
});

test('a group is not pointed at a place where nothing is', async () => {
  const { folder, engine } = await scene();
  const before = await engine.addGroup(writeGroupText(folder, 'a', 20));
  await expect(engine.relocateGroup('a', [join(folder, 'nowhere')])).rejects.toMatchObject({ code: 'folder_missing' });
  expect(await engine.listGroups()).toEqual([before]);
});

test('groups show as scanning while they are read, and reading is told from its start to its end', async () => {
  const { folder, engine } = await scene();
  const tasks: EngineNews['taskMoved'][] = [];
  engine.on('taskMoved', (task) => tasks.push(task));
  const reading = engine.addGroup(writeGroupText(folder, 'a', 20));
  expect(await engine.listGroups()).toMatchObject([{ name: 'a', state: 'scanning', documents: 0 }]);
  await reading;
  expect(await engine.listGroups()).toMatchObject([{ name: 'a', state: 'ready', documents: 20 }]);
  expect([tasks[0]!.isFinished, tasks.at(-1)!.isFinished]).toEqual([false, true]);
});

test('tokens are counted per part, and documents can be looked into', async () => {
  const { folder, engine } = await scene();
  const { id } = await engine.addGroup(writeGroupText(folder, 'a', 60));
  const [group] = await engine.tokenize('byte', [id]);
  const { train } = group!.splits;
  expect(train.tokens).toBe(train.bytes + train.documents); // one end-of-document token each
  const { total, documents } = await engine.previewDocuments(id, 10, 3);
  expect([total, documents.map(({ index }) => index)]).toEqual([60, [10, 11, 12]]);
});

test('everything is there after closing and opening again', async () => {
  const { folder, engine } = await scene();
  await engine.addGroup(writeGroupText(folder, 'a', 20));
  await engine.recolourGroup('a', 7);
  const before = await engine.listGroups();
  await open.pop()!.close();
  const again = await openEngine({ folder, access: 'read' });
  open.push(again);
  expect(await again.listGroups()).toEqual(before);
});

test.each([
  ['is longer than 100 characters', 'n'.repeat(101)],
  ['holds a line break or another control character', 'a\nb'],
])('a name that %s is refused, for a new group and for an old one', async (complaint, name) => {
  const { folder, engine } = await scene();
  const { id, source } = await engine.addGroup(writeGroupText(folder, 'law', 20));
  const refusal = { code: 'option_invalid', message: `The name of the group ${complaint}.` };
  await expect(engine.addGroup({ name, source })).rejects.toMatchObject(refusal);
  await expect(engine.renameGroup(id, name)).rejects.toMatchObject(refusal);
});

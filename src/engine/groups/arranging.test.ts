import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openEngine, type Engine } from '../engine.ts';
import { freshFolder, writeGroupText } from '../testing/small-experiment.ts';

const open: Engine[] = [];

afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close();
});

async function scene(names: readonly string[]) {
  const folder = freshFolder();
  const engine = await openEngine({ folder });
  open.push(engine);
  for (const name of names) await engine.addGroup(writeGroupText(folder, name, 20));
  const shown = async () =>
    (await engine.listGroups()).map(({ name, isEnabled, documents }) => [name, isEnabled ? 'on' : 'off', documents]);
  const idOf = async (name: string) => (await engine.listGroups()).find((group) => group.name === name)!.id;
  return { folder, engine, shown, idOf };
}

test('groups are switched off together, as one edit, and come back on by undo', async () => {
  const { engine, shown } = await scene(['a', 'b', 'c']);
  await engine.enableGroups(['b'], false);
  await engine.enableGroups(['a', 'b'], false);
  expect(await shown()).toEqual([
    ['a', 'off', 20],
    ['b', 'off', 20],
    ['c', 'on', 20],
  ]);
  expect((await engine.undo()).undo).toBe('switch off b');
  expect(await shown()).toEqual([
    ['a', 'on', 20],
    ['b', 'off', 20],
    ['c', 'on', 20],
  ]);
});

test('a merged group has every document once and switches off what it was made of; undo and redo keep its id', async () => {
  const { folder, engine, shown, idOf } = await scene(['a', 'b']);
  cpSync(join(folder, 'source', 'a', '0.txt'), join(folder, 'source', 'b', 'copy.txt'));
  await engine.refreshGroup('b');
  const merged = await engine.mergeGroups(['a', 'b'], 'both');
  expect([merged.documents, merged.duplicates, merged.source.paths]).toEqual([40, 1, ['source/a', 'source/b']]);
  const after = [
    ['a', 'off', 20],
    ['b', 'off', 21],
    ['both', 'on', 40],
  ];
  expect(await shown()).toEqual(after);

  await engine.undo();
  expect(await shown()).toEqual([
    ['a', 'on', 20],
    ['b', 'on', 21],
  ]);
  expect((await engine.redo()).undo).toBe('merge a, b');
  expect(await shown()).toEqual(after);
  expect(await idOf('both')).toBe(merged.id);
});

test('groups that are read in different ways are merged as sources of their own', async () => {
  const { folder, engine } = await scene(['a']);
  writeFileSync(
    join(folder, 'x.jsonl'),
    ['one', 'two', 'three'].map((body) => `{"data":{"body":"${body}"}}\n`).join(''),
  );
  await engine.addGroup({ name: 'x', source: { paths: ['x.jsonl'], textField: 'data.body' } });
  const merged = await engine.mergeGroups(['a', 'x'], 'both');
  expect([merged.documents, merged.source.more?.map(({ paths, textField }) => [paths, textField])]).toEqual([
    23,
    [[['x.jsonl'], 'data.body']],
  ]);
  expect((await engine.refreshGroup(merged.id)).version).toBe(merged.version);
  await expect(engine.relocateGroup(merged.id, ['y.jsonl'])).rejects.toMatchObject({ code: 'option_invalid' });
  await expect(engine.mergeGroups(['a', 'a'], 'twice')).rejects.toMatchObject({ code: 'option_invalid' });
});

test('a duplicate has the same text under another name, and both say so', async () => {
  const { engine } = await scene(['a']);
  const copy = await engine.duplicateGroup('a');
  const [original] = await engine.listGroups();
  expect([copy.name, copy.version === original!.version, copy.sameTextAs, original!.sameTextAs]).toEqual([
    'a 2',
    true,
    ['a'],
    ['a 2'],
  ]);
  await engine.undo();
  expect((await engine.listGroups()).map(({ name, sameTextAs }) => [name, sameTextAs])).toEqual([['a', []]]);
});

test('a group remembers its versions', async () => {
  const { folder, engine } = await scene(['a']);
  const before = (await engine.listGroups())[0]!.version;
  appendFileSync(join(folder, 'source', 'a', '0.txt'), ' and more');
  await engine.refreshGroup('a');
  const versions = await engine.groupVersions('a');
  expect(versions.map(({ isCurrent, documents }) => [isCurrent, documents])).toEqual([
    [true, 20],
    [false, 20],
  ]);
  expect(versions[1]!.version).toBe(before);
});

test('dropped paths are planned before they are read: one group each, or one for each thing inside', async () => {
  const folder = freshFolder();
  const engine = await openEngine({ folder });
  open.push(engine);
  const tree = join(folder, 'data');
  for (const name of ['law', 'code']) writeGroupText(tree, name, 20);
  const root = join(tree, 'source');
  mkdirSync(join(root, 'empty'));
  writeFileSync(join(root, 'README.txt'), 'about');
  writeFileSync(join(root, '.DS_Store'), '');
  writeFileSync(join(root, 'poems.jsonl'), ['a', 'b', 'c'].map((text) => `{"text":"${text}"}\n`).join(''));

  const plan = await engine.planGroups([root]);
  expect(plan.perPath.map(({ name, files }) => [name, files])).toEqual([['source', 42]]);
  expect(plan.perChild?.map(({ name, files }) => [name, files])).toEqual([
    ['code', 20],
    ['law', 20],
    ['poems', 1],
  ]);
  expect(plan.notTaken.perChild).toEqual([
    { file: join(root, 'README.txt'), reason: 'lies beside the sub-folders of source, in none of them' },
    { file: join(root, 'empty'), reason: 'holds no files' },
  ]);
  expect(plan.notTaken.perPath).toEqual([
    { file: join(root, '.DS_Store'), reason: 'is hidden: its name begins with a dot' },
  ]);

  const { added, failed, notTaken } = await engine.addGroupsFrom([root], { perChild: true });
  expect(added.map(({ name, documents }) => [name, documents])).toEqual([
    ['code', 20],
    ['law', 20],
    ['poems', 3],
  ]);
  expect(failed).toEqual([expect.objectContaining({ path: join(root, 'empty') })]);
  expect(notTaken.map(({ file }) => file)).toEqual([join(root, 'README.txt')]);
  await engine.undo();
  expect(await engine.listGroups()).toEqual([]);
});

test('a mixture file is matched to the groups that are switched on, and written back', async () => {
  const { folder, engine } = await scene(['github', 'law', 'off']);
  await engine.enableGroups(['off'], false);
  const file = join(folder, 'm.json');
  writeFileSync(file, '{"train_domain_weights": {"Github": 0.6, "Books3": 0.4}}');
  expect(await engine.readMixtureFile(file)).toMatchObject({
    format: 'doremi',
    groups: ['github', 'law'],
    missing: ['law'],
    unknown: ['Books3'],
    mixtures: [{ proportions: [1, 0], sum: 1 }],
  });
  const out = join(folder, 'out.yaml');
  await engine.writeMixtureFile(out, { groups: ['github', 'law'], proportions: [0.25, 0.75] });
  expect(readFileSync(out, 'utf8')).toContain('train_law: 0.75');
  expect((await engine.readMixtureFile(out)).mixtures[0]!.proportions).toEqual([0.25, 0.75]);
  await expect(engine.readMixtureFile(file, ['law'])).rejects.toMatchObject({ code: 'proportions_invalid' });
  await expect(engine.writeMixtureFile(out, { groups: ['law'], proportions: [0.9] })).rejects.toMatchObject({
    code: 'proportions_invalid',
  });
  await expect(engine.readMixtureFile(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'file_missing' });
});

test('reading is cancelled by its task, and leaves no group', async () => {
  const { folder, engine } = await scene([]);
  const adding = engine.addGroup(writeGroupText(folder, 'large', 400));
  await engine.cancelTask('read:large');
  await expect(adding).rejects.toMatchObject({ code: 'task_cancelled' });
  expect(await engine.listGroups()).toEqual([]);
});

test('the lengths of documents are told at percentiles', async () => {
  const { folder, engine } = await scene([]);
  const lines = Array.from({ length: 100 }, (_, i) => `${JSON.stringify({ text: 'é'.repeat(i + 1) })}\n`);
  writeFileSync(join(folder, 'x.jsonl'), lines.join(''));
  await engine.addGroup({ name: 'x', source: { paths: ['x.jsonl'] } });
  expect(await engine.documentLengths('x')).toEqual({
    min: 2,
    p5: 10,
    p25: 50,
    median: 100,
    p75: 150,
    p95: 190,
    max: 200,
  });
});

test('adding several that is cancelled tells which were not reached, and what was added can be undone', async () => {
  const { folder, engine } = await scene([]);
  const paths = ['x', 'y', 'z'].map((name) => writeGroupText(folder, name, 60).source.paths[0]!);
  engine.on('taskMoved', ({ task }) => task === 'read:y' && void engine.cancelTask(task));
  const { added, failed } = await engine.addGroupsFrom(paths);
  expect(added.map(({ name }) => name)).toEqual(['x']);
  expect(failed.map(({ message }) => message)).toEqual([
    '"Reading y" was cancelled.',
    'z was not read, as reading had ended before.',
  ]);
  expect((await engine.undo()).redo).toBe('add x');
  expect(await engine.listGroups()).toEqual([]);
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openEngine, type Engine } from '../engine.ts';
import { freshFolder, writeGroupText } from '../testing/small-experiment.ts';

const open: Engine[] = [];

afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close();
});

/** Records of three sources, 8, 5 and 3 of them, one of a rare source, one without any. */
async function scene() {
  const folder = freshFolder();
  const engine = await openEngine({ folder });
  open.push(engine);
  const sets = [
    ...Array<string>(8).fill('law'),
    ...Array<string>(5).fill('code'),
    ...Array<string>(3).fill('math'),
    'rare',
  ];
  const records = sets.map((set, i) => ({ id: i, meta: { set }, text: `document ${i} of ${set}` }));
  const lines = [...records, { id: 99, text: 'of no set' }].map((record) => `${JSON.stringify(record)}\n`);
  writeFileSync(join(folder, 'mixed.jsonl'), lines.join('') + 'not json\n');
  const group = await engine.addGroup({ name: 'mixed', source: { paths: ['mixed.jsonl'] } });
  return { folder, engine, group };
}

test('the values of a field are counted before a group is split by it', async () => {
  const { engine, group } = await scene();
  const { values, without } = await engine.fieldValues(group.id, 'meta.set');
  expect(values.map(({ value, documents }) => [value, documents])).toEqual([
    ['law', 8],
    ['code', 5],
    ['math', 3],
    ['rare', 1],
  ]);
  expect(without).toBe(1);
  await expect(engine.fieldValues(group.id, 'language')).rejects.toMatchObject({ code: 'field_missing' });
});

test('a group is split by a field into one group a value; rare values are listed; undo puts everything back', async () => {
  const { engine, group } = await scene();
  const { groups, left } = await engine.splitGroup(group.id, 'meta.set', { most: 2 });
  expect(groups.map(({ name, documents, rejectedFiles }) => [name, documents, rejectedFiles])).toEqual([
    ['law', 8, 0],
    ['code', 5, 0],
  ]);
  expect(left).toEqual([
    { value: 'math', documents: 3, reason: 'is rarer than the 2 values that became groups' },
    { value: 'rare', documents: 1, reason: 'has fewer than three documents' },
  ]);
  const shown = async () =>
    (await engine.listGroups()).map(({ name, isEnabled }) => `${name} ${isEnabled ? 'on' : 'off'}`);
  expect(await shown()).toEqual(['mixed off', 'law on', 'code on']);
  expect((await engine.refreshGroup('law')).version).toBe(groups[0]!.version);
  await expect(engine.splitGroup('law', 'id')).rejects.toMatchObject({ code: 'option_invalid' });

  expect((await engine.history()).undo).toBe('split mixed by meta.set');
  await engine.undo();
  expect(await shown()).toEqual(['mixed on']);
  await engine.redo();
  expect(await shown()).toEqual(['mixed off', 'law on', 'code on']);
});

test('only the values that were chosen become groups', async () => {
  const { engine, group } = await scene();
  const { groups, left } = await engine.splitGroup(group.id, 'meta.set', { values: ['math'] });
  expect([groups.map(({ name }) => name), left.map(({ value }) => value)]).toEqual([['math'], ['law', 'code', 'rare']]);
  await expect(engine.splitGroup(group.id, 'meta.set', { values: ['poems'] })).rejects.toMatchObject({
    code: 'option_invalid',
  });
});

test('a source is previewed before it is a group, and a group afterwards, file by file', async () => {
  const { folder, engine, group } = await scene();
  const { source } = writeGroupText(folder, 'plain', 3);
  const before = await engine.previewSource({ source: { paths: ['mixed.jsonl', ...source.paths] } }, 0, 2);
  expect(before).toMatchObject({
    filesTotal: 4,
    file: join(folder, 'mixed.jsonl'),
    reader: 'jsonl',
    textField: 'text',
    fields: [{ name: 'id' }, { name: 'meta.set' }, { name: 'text' }],
    rows: [
      { index: 0, line: 1, cells: ['0', 'law', 'document 0 of law'], text: 'document 0 of law' },
      { index: 1, line: 2 },
    ],
  });
  const second = await engine.previewSource({ source }, 0, 1, before.files[2]!.file);
  expect([second.reader, second.rows.length]).toEqual(['text', 1]);
  expect((await engine.previewSource({ group: group.id }, 18, 5)).rows).toMatchObject([
    { index: 18, line: 19, problem: expect.stringMatching(/^is not JSON/) as string },
  ]);
  await expect(engine.previewSource({ source }, 0, 1, '/elsewhere')).rejects.toMatchObject({ code: 'folder_missing' });
});

test('a split that is cancelled keeps what it had made, as an edit to undo, and leaves the group on', async () => {
  const { engine, group } = await scene();
  engine.on('taskMoved', ({ task }) => task === 'read:code' && void engine.cancelTask(task));
  await expect(engine.splitGroup(group.id, 'meta.set')).rejects.toMatchObject({ code: 'task_cancelled' });
  const shown = async () => (await engine.listGroups()).map(({ name, isEnabled }) => [name, isEnabled]);
  expect(await shown()).toEqual([
    ['mixed', true],
    ['law', true],
  ]);
  await engine.undo();
  expect(await shown()).toEqual([['mixed', true]]);
});

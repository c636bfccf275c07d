/** Copies of the store, damaged records, moving a workspace, and looking without writing. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { beforeAll, expect, test } from 'vitest';
import { openEngine, type Engine, type EngineOptions } from '../engine.ts';
import { freshFolder, smallExperiment, writeGroupText } from '../testing/small-experiment.ts';
import { launchWorldTrainer } from '../testing/world-trainer.ts';
import { listCopies, openCopies, restoreCopy } from './copies.ts';
import { copyWorkspace } from './transfer.ts';

let study: string;

async function opened<T>(folder: string, work: (engine: Engine) => Promise<T>, options: Partial<EngineOptions> = {}) {
  const engine = await openEngine({ folder, launch: launchWorldTrainer, ...options });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

beforeAll(async () => {
  study = freshFolder();
  await opened(study, async (engine) => {
    for (const name of smallExperiment.groups) await engine.addGroup(writeGroupText(study, name));
    await engine.startExperiment({ ...smallExperiment, groups: [...smallExperiment.groups] });
    await engine.idle();
  });
});

/** A copy of the study that a test may damage. */
async function ownStudy(): Promise<string> {
  const folder = join(freshFolder(), 'study');
  await opened(study, (engine) => engine.copyWorkspace(folder));
  return folder;
}

function damage(folder: string, sql: string): void {
  const db = new Sqlite(join(folder, 'workspace.sqlite'));
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  db.close();
}

const comparable = async (engine: Engine) => engine.comparison((await engine.listExperiments())[0]!.id);

test.each([
  ['a group whose source is no JSON', "UPDATE text_group SET source = '{' WHERE name = 'a'", 'group', 'a'],
  ['a group whose text is unknown', "UPDATE text_group SET version = 'gone' WHERE name = 'a'", 'group', 'a'],
  ['an experiment that is half written', 'UPDATE experiment SET content = \'{"groups":\'', 'experiment', 'small'],
  [
    'a run of other JSON',
    "UPDATE run SET spec = '[]', state = 'queued' WHERE method = 'aioli'",
    'run',
    'Aioli, seed 0',
  ],
  [
    'a run whose losses are no numbers',
    "UPDATE evaluation SET losses = 'x' WHERE run = (SELECT id FROM run WHERE method = 'aioli')",
    'run',
    'Aioli, seed 0',
  ],
] as const)('%s is set aside with its reason, and the rest opens', async (_what, sql, kind, title) => {
  const folder = await ownStudy();
  damage(folder, sql);
  await opened(folder, async (engine) => {
    expect(await engine.listTrash()).toMatchObject([
      { kind, title, problem: expect.stringContaining('cannot be read') as string },
    ]);
    expect((await engine.workspace()).setAside).toBe(1);
    const { id } = (await engine.listTrash())[0]!;
    await expect(engine.restoreTrashed({ kind, id })).rejects.toMatchObject({ code: 'trash_unreadable' });
    await Promise.all([
      engine.listGroups(),
      engine.listExperiments(),
      engine.listRuns(),
      engine.queue(),
      engine.history(),
    ]);
    if (kind === 'run') expect((await comparable(engine)).rows.flatMap(({ seeds }) => seeds)).toEqual([0]);
  });
  expect(await opened(folder, async (engine) => (await engine.workspace()).setAside)).toBe(0);
});

test('unreadable settings and steps of undo cost themselves only', async () => {
  const folder = await ownStudy();
  damage(
    folder,
    `INSERT OR REPLACE INTO setting VALUES ('slots', 'many');
     INSERT INTO edit (title, undo, redo, made_at) VALUES ('x', 'nothing', '{}', '')`,
  );
  await opened(folder, async (engine) => {
    expect([(await engine.queue()).slots, (await engine.history()).undo]).toEqual([
      1,
      expect.not.stringMatching(/^x$/),
    ]);
  });
});

test('a damaged store is refused, and a kept copy puts it back; what was there is kept', async () => {
  const folder = await ownStudy();
  const before = await opened(folder, async (engine) => {
    await engine.keepCopy('before the paper');
    return comparable(engine);
  });
  truncateSync(join(folder, 'workspace.sqlite'), 5000);
  await expect(opened(folder, comparable)).rejects.toMatchObject({ code: 'workspace_damaged' });
  const [copy] = listCopies(folder);
  expect(copy).toMatchObject({ name: 'before the paper' });
  restoreCopy(folder, copy!.file, new Date('2026-11-24T14:02:00Z'));
  expect(await opened(folder, comparable)).toEqual(before);
  expect(statSync(join(folder, 'copies', 'before going back.20261124T140200.sqlite')).size).toBe(5000);
});

test('a start keeps one copy a day, the newest seven of them, and none on a disk that is nearly full', async () => {
  const folder = freshFolder();
  writeFileSync(join(folder, 'workspace.sqlite'), 'store');
  let day = 1;
  let free = 2 ** 40;
  const copies = openCopies({
    folder,
    copyStore: (file) => {
      writeFileSync(file, 'copy');
      return Promise.resolve();
    },
    freeBytes: () => free,
    now: () => new Date(Date.UTC(2026, 10, day, 12)),
  });
  for (day = 1; day <= 9; day++) expect(await copies.keepDaily()).toBe(true);
  day = 9;
  expect(await copies.keepDaily()).toBe(false);
  expect(readdirSync(join(folder, 'copies')).sort().at(0)).toBe('daily-2026-11-03.sqlite');
  expect(copies.list()).toHaveLength(7);
  day = 10;
  free = 1000;
  expect(await copies.keepDaily()).toBe(false);
  await expect(copies.keep('a/b')).rejects.toMatchObject({ code: 'option_invalid' });
  free = 2 ** 40;
  truncateSync(join(folder, 'workspace.sqlite'), 2 ** 30 + 1); // a hole, which takes no room
  expect(await copies.keepDaily()).toBe(true);
  expect(listCopies(folder).filter(({ name }) => name === '')).toHaveLength(2);
  expect(() => copies.remove('daily-1999-01-01.sqlite')).toThrow(expect.objectContaining({ code: 'copy_unknown' }));
});

test('a workspace is copied with every file checked, and moved by removing its original afterwards', async () => {
  const folder = await ownStudy();
  const to = join(freshFolder(), 'moved');
  const before = await opened(folder, comparable);
  const report = await opened(folder, (engine) => engine.copyWorkspace(to));
  expect(report).toMatchObject({ from: folder, to });
  expect(report.files).toBeGreaterThan(5);
  expect(existsSync(`${to}.partial`)).toBe(false);
  await opened(to, async (engine) => {
    expect(await comparable(engine)).toEqual(before);
    await expect(engine.removeOriginal(study)).rejects.toMatchObject({ code: 'destination_taken' });
    expect(await engine.removeOriginal(folder)).toBeGreaterThan(10_000);
  });
  expect(existsSync(folder)).toBe(false);
});

test('a copy is refused where something is, inside the workspace, and without room; nothing is left of it', async () => {
  const folder = await ownStudy();
  const taken = freshFolder();
  writeFileSync(join(taken, 'a'), '');
  await opened(folder, async (engine) => {
    await expect(engine.copyWorkspace(taken)).rejects.toMatchObject({ code: 'destination_taken' });
    await expect(engine.copyWorkspace(join(folder, 'texts', 'x'))).rejects.toMatchObject({ code: 'destination_taken' });
  });
  const to = join(taken, 'copy');
  const setting = { folder, copyStore: () => Promise.reject(new Error('disk gone')), onProgress: () => undefined };
  await expect(copyWorkspace(to, { ...setting, freeBytesAt: () => 1000 })).rejects.toMatchObject({ code: 'disk_full' });
  await expect(copyWorkspace(to, { ...setting, freeBytesAt: () => 2 ** 40 })).rejects.toThrow('disk gone');
  expect(readdirSync(taken)).toEqual(['a']);
});

test('a copy that is cancelled leaves nothing behind', async () => {
  const folder = await ownStudy();
  const to = join(freshFolder(), 'copy');
  await opened(folder, async (engine) => {
    const copying = engine.copyWorkspace(to);
    await engine.cancelTask('copy-workspace');
    await expect(copying).rejects.toMatchObject({ name: 'Refusal' });
  });
  expect([existsSync(to), existsSync(`${to}.partial`)]).toEqual([false, false]);
});

test('an older layout is looked at through a temporary copy, and is as it was afterwards', async () => {
  const folder = join(freshFolder(), 'old');
  mkdirSync(folder);
  const file = join(folder, 'workspace.sqlite');
  await opened(study, (engine) => engine.keepCopy('old'));
  const copy = listCopies(study).find(({ name }) => name === 'old')!;
  copyFileSync(join(study, 'copies', copy.file), file);
  damage(
    folder,
    `DROP VIEW step_metric; DROP TABLE step_block; DROP TABLE step_place;
    ALTER TABLE step_row RENAME TO step_metric; PRAGMA user_version = 10`,
  );
  const before = readFileSync(file);
  await opened(
    folder,
    async (engine) => {
      expect((await engine.listGroups()).map(({ name }) => name)).toEqual(['a', 'b']);
      expect((await engine.workspace()).access).toBe('read');
      await expect(engine.renameGroup('a', 'c')).rejects.toThrow(/readonly/);
      expect((await engine.sql('SELECT count(*) FROM run')).rows).toEqual([[2]]);
    },
    { access: 'read' },
  );
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual(['workspace.sqlite']);

  await opened(folder, (engine) => engine.listGroups());
  expect(listCopies(folder)).toMatchObject([{ name: 'before layout 11' }]);
});

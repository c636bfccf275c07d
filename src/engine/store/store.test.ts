import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { Refusal } from '#base/refusal';
import { freshFolder } from '../testing/small-experiment.ts';
import type { RunSpec } from '../run-spec.ts';
import { refusalOf } from './database.ts';
import { openStore } from './index.ts';
import { migrations } from './migrations/index.ts';
import type { NewRun } from './runs.ts';

const at = '2026-01-01T00:00:00.000Z';

function freshStore() {
  return openStore(join(freshFolder(), 'workspace.sqlite'));
}

function newRun(id: string, seed = 0): NewRun {
  const spec = {
    format: 1,
    groups: [{ name: 'law', version: 'v1', shards: 's1' }],
    steps: 100,
    seed,
    choice: { id: 'stratified' },
  } as unknown as RunSpec;
  const cost = { learningSteps: 0, measuringSteps: 0, finalSteps: 100, evaluations: 0 };
  return { id, method: 'stratified', label: 'Stratified', spec, cost };
}

test('what is stored is there after closing and opening again', () => {
  const file = join(freshFolder(), 'workspace.sqlite');
  const store = openStore(file);
  store.runs.add(newRun('a'), at);
  store.transcripts.add('a', 0, { ask: { ask: 'create', role: 'subject', steps: 100, seed: 0 }, answer: { model: 0 } });
  store.close();
  const again = openStore(file);
  expect(again.transcripts.of('a')).toEqual([
    { ask: { ask: 'create', role: 'subject', steps: 100, seed: 0 }, answer: { model: 0 } },
  ]);
  expect(again.runs.get('a')).toMatchObject({ state: 'queued', step: 0, steps: 100, resumes: 0 });
});

test('groups of an older store are switched on, and their text is the first of their versions', () => {
  const file = join(freshFolder(), 'workspace.sqlite');
  const old = new Sqlite(file);
  for (const migration of migrations.slice(0, 4)) old.exec(migration);
  old.pragma('user_version = 4');
  old
    .prepare('INSERT INTO text (version, documents, bytes, duplicates, splits, created_at) VALUES (?, 1, 1, 0, ?, ?)')
    .run('v1', '{}', at);
  old
    .prepare(
      'INSERT INTO text_group (id, name, colour, source, licence, version, created_at) VALUES (?, ?, 0, ?, ?, ?, ?)',
    )
    .run('g', 'law', '{}', '', 'v1', at);
  old.close();
  const store = openStore(file);
  expect(store.groups.get('g')).toMatchObject({ name: 'law', isEnabled: true });
  expect(store.groupVersions.ofGroup('g')).toEqual([{ version: 'v1', readAt: at }]);
});

test('numbers that JSON has no word for come back as they were', () => {
  const store = freshStore();
  store.runs.add(newRun('a'), at);
  const answer = { losses: [NaN, Infinity, -Infinity, -0, 0.1 + 0.2] };
  store.transcripts.add('a', 0, { ask: { ask: 'evaluate', model: 0 }, answer });
  expect(store.transcripts.of('a')[0]!.answer).toEqual(answer);
});

test('a transaction keeps all of its writes or none', () => {
  const store = freshStore();
  store.runs.add(newRun('a'), at);
  const broken = (): void =>
    store.transaction(() => {
      store.runs.setState('a', 'running');
      throw new Error('in the middle');
    });
  expect(broken).toThrow('in the middle');
  expect(store.runs.get('a')!.state).toBe('queued');
});

test('removing a run removes everything that belongs to it', () => {
  const store = freshStore();
  store.runs.add(newRun('a'), at);
  store.notes.add('a', 0, { name: 'p', round: 1, step: 5, value: [1] });
  store.evaluations.add('a', 'val', 0, { losses: [1], sequences: [4] });
  store.log.add({ at, level: 'info', message: 'hello', isNoise: false }, 'a');
  store.runs.remove('a');
  expect([store.notes.of('a'), store.evaluations.after('a', 'val', -1), store.log.page('a').lines]).toEqual([
    [],
    [],
    [],
  ]);
});

test('adding a run that is there leaves it as it is', () => {
  const store = freshStore();
  store.runs.add(newRun('a'), at);
  store.runs.setState('a', 'finished', { endedAt: at });
  store.runs.add(newRun('a'), at);
  expect(store.runs.get('a')!.state).toBe('finished');
});

test('runs that a killed engine left running wait again', () => {
  const store = freshStore();
  store.runs.add(newRun('a'), at);
  store.runs.add(newRun('b', 1), at);
  store.runs.setState('a', 'running', { startedAt: at });
  expect(store.runs.requeueRunning()).toEqual(['a']);
  expect(store.runs.inState('queued')).toEqual(['a', 'b']);
});

test('a run that two experiments share is listed in both, under the name of the first', () => {
  const store = freshStore();
  const experiment = { name: 'first' } as never;
  store.experiments.put('e1', experiment, '2026-01-01');
  store.experiments.put('e2', { name: 'second' } as never, '2026-01-02');
  store.runs.add(newRun('a'), at);
  for (const id of ['e1', 'e2']) store.experiments.place(id, { methodIndex: 0, seed: 0, run: 'a' });
  expect(store.runs.summaries().map((run) => run.experimentName)).toEqual(['first']);
  expect(store.runs.summaries('e2').map((run) => run.experimentName)).toEqual(['second']);
  expect(store.experiments.summaries().map(({ id, runs }) => [id, runs])).toEqual([
    ['e2', 1],
    ['e1', 1],
  ]);
});

test('ten thousand runs are listed in their order', () => {
  const store = freshStore();
  store.experiments.put('e', { name: 'many' } as never, at);
  store.transaction(() => {
    for (let i = 0; i < 10_000; i++) {
      store.runs.add(newRun(`run-${i}`, i), at);
      store.experiments.place('e', { methodIndex: 0, seed: i, run: `run-${i}` });
    }
  });
  const listed = store.runs.summaries('e');
  expect([listed.length, listed[0]!.id, listed.at(-1)!.id]).toEqual([10_000, 'run-0', 'run-9999']);
});

test('the last evaluations of finished runs are the same read at once as one by one', () => {
  const store = freshStore();
  for (const id of ['a', 'b', 'c']) {
    store.runs.add(newRun(id, id.charCodeAt(0)), at);
    for (const step of [0, 10, 9]) store.evaluations.add(id, 'val', step, { losses: [step, 0.1], sequences: [4, 4] });
  }
  for (const id of ['a', 'c']) store.runs.setState(id, 'finished', { endedAt: at });
  expect([...store.evaluations.lastOfFinished('val')]).toEqual(
    ['a', 'c'].map((id) => [id, store.evaluations.lastPass(id, 'val')]),
  );
  expect(store.evaluations.lastPass('a', 'val')).toEqual({ step: 10, losses: [10, 0.1] });
  expect(store.evaluations.lastOfFinished('test').size).toBe(0);
});

test('the log of a run keeps its last two thousand lines', () => {
  const store = freshStore();
  store.transaction(() => {
    for (let i = 0; i < 2005; i++) store.log.add({ at, level: 'info', message: `${i}`, isNoise: false }, null);
  });
  const { lines } = store.log.page(null, { limit: 2000 });
  expect([lines.length, lines[0]!.message, lines.at(-1)!.message]).toEqual([2000, '5', '2004']);
});

test('the log is read in pages, searched, filtered by level, and without the chatter of libraries', () => {
  const { log } = freshStore();
  const line = (message: string, level: 'info' | 'warn' = 'info', isNoise = false) =>
    log.add({ at, level, message, isNoise }, null);
  for (let i = 0; i < 10; i++) line(`step ${i}`);
  line('Loss is HIGH', 'warn');
  line('cpu_feature_guard', 'info', true);
  const newest = log.page(null, { limit: 3 });
  expect([newest.lines.map(({ message }) => message), newest.hasOlder]).toEqual([
    ['step 8', 'step 9', 'Loss is HIGH'],
    true,
  ]);
  const older = log.page(null, { limit: 20, before: newest.lines[0]!.id });
  expect([older.lines.length, older.hasOlder]).toEqual([8, false]);
  expect(log.page(null, { search: 'high' }).lines).toHaveLength(1);
  expect(log.page(null, { level: 'warn' }).lines).toHaveLength(1);
  expect(log.page(null, { withNoise: true }).lines.at(-1)!.message).toBe('cpu_feature_guard');
});

test('samples of a long run are thinned, and keep its whole length', () => {
  const store = freshStore();
  store.runs.add(newRun('a'), at);
  const sample = { learningSteps: 0, tokensPerSecond: 1, cpu: 1, memory: 1, trainerMemory: null, freeDisk: 1 };
  store.transaction(() => {
    for (let i = 0; i < 4500; i++) store.samples.add('a', { ...sample, at: i, step: i, gpu: null, gpuMemory: null });
  });
  const kept = store.samples.of('a');
  expect(kept.length).toBeLessThanOrEqual(2000);
  expect([kept[0]!.step, kept.at(-1)!.step]).toEqual([0, 4499]);
  store.samples.cut('a', 100);
  expect(store.samples.of('a').at(-1)!.step).toBeLessThanOrEqual(100);
});

test('a store of a newer version is refused and not touched', () => {
  const file = join(freshFolder(), 'workspace.sqlite');
  const db = new Sqlite(file);
  db.pragma(`user_version = ${migrations.length + 1}`);
  db.exec('CREATE TABLE future (x)');
  db.close();
  const before = readFileSync(file);
  expect(refusal(() => openStore(file))).toMatchObject({ code: 'workspace_newer', details: { file } });
  expect(readFileSync(file).equals(before)).toBe(true);
});

test.each([
  ['bytes that are no database', Buffer.from('this was never a database, whatever its name says'.repeat(100))],
  ['a database with a page overwritten', damagedDatabase()],
])('%s are refused as damaged and not touched', (_name, content) => {
  const file = join(freshFolder(), 'workspace.sqlite');
  writeFileSync(file, content);
  expect(refusal(() => openStore(file))).toMatchObject({ code: 'workspace_damaged', details: { file } });
  expect(readFileSync(file).equals(content)).toBe(true);
});

test.each([
  ['SQLITE_READONLY_DIRECTORY', 'workspace_read_only'],
  ['SQLITE_CANTOPEN', 'workspace_read_only'],
  ['SQLITE_FULL', 'disk_full'],
  ['SQLITE_CORRUPT_INDEX', 'workspace_damaged'],
])('SQLite says %s and a person reads %s', (code, expected) => {
  expect(refusalOf(new Sqlite.SqliteError('words', code), 'workspace.sqlite')).toMatchObject({ code: expected });
});

function damagedDatabase(): Buffer {
  const file = join(freshFolder(), 'workspace.sqlite');
  const store = openStore(file);
  store.transaction(() => {
    for (let i = 0; i < 500; i++) store.runs.add(newRun(`run-${i}`, i), at);
  });
  store.close();
  const bytes = readFileSync(file);
  bytes.fill(0xff, 20 * 4096, 40 * 4096);
  return bytes;
}

function refusal(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  return null;
}

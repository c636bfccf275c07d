import { expect, test } from 'vitest';
import { Refusal } from '#base/refusal';
import { join } from 'node:path';
import { openEdits, type EditLog } from './edits.ts';
import { openStore } from './store/index.ts';
import { freshFolder } from './testing/small-experiment.ts';

/** A log over a name that `renameGroup` changes. */
function named(file = join(freshFolder(), 'workspace.sqlite')) {
  const store = openStore(file);
  const state = { name: 'law' };
  const log: EditLog = openEdits(
    store,
    ({ args }) => {
      rename(args[1] as string);
      return Promise.resolve();
    },
    () => {},
  );
  function rename(to: string): void {
    if (to === 'taken') throw new Refusal('group_name_taken', 'taken', { remedy: 'Choose another.' });
    const from = state.name;
    state.name = to;
    log.record(
      `rename ${from} to ${to}`,
      { call: 'renameGroup', args: ['g', from] },
      { call: 'renameGroup', args: ['g', to] },
    );
  }
  return { store, state, log, rename, file };
}

test('edits are taken back in turn and made again in turn', async () => {
  const { state, log, rename } = named();
  rename('legal');
  rename('statutes');
  expect(await log.calls.undo()).toEqual({ undo: 'rename law to legal', redo: 'rename legal to statutes' });
  await log.calls.undo();
  expect(state.name).toBe('law');
  await log.calls.redo();
  await log.calls.redo();
  expect(state.name).toBe('statutes');
  expect(await log.calls.redo()).toEqual({ undo: 'rename legal to statutes', redo: null });
});

test('an edit is taken back after the workspace was closed', async () => {
  const before = named();
  before.rename('legal');
  before.store.close();
  const after = named(before.file);
  after.state.name = 'legal';
  await after.log.calls.undo();
  expect(after.state.name).toBe('law');
});

test('a new edit ends the way forward', async () => {
  const { log, rename } = named();
  rename('legal');
  await log.calls.undo();
  rename('code');
  expect(await log.calls.history()).toEqual({ undo: 'rename law to code', redo: null });
});

test('an edit that can no longer be taken back says so and is forgotten', async () => {
  const { state, log, rename } = named();
  rename('legal');
  state.name = 'taken';
  rename('code');
  await expect(log.calls.undo()).rejects.toThrow('taken');
  expect(await log.calls.history()).toEqual({ undo: 'rename law to legal', redo: null });
});

import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DesignCalls, WorkspaceCalls } from '#contract/api';
import { builtInTemplates, experimentFrom } from '#contract/templates';
import { openEdits } from '../edits.ts';
import { checkExperiment } from '../experiments/check.ts';
import { openStore } from '../store/index.ts';
import { freshFolder } from '../testing/small-experiment.ts';
import { openDesigns } from './designs.ts';

type Calls = DesignCalls & Pick<WorkspaceCalls, 'history' | 'undo' | 'redo'>;

/** Designs on a real store whose edits can be taken back. */
function opened(file = join(freshFolder(), 'workspace.sqlite')) {
  const store = openStore(file);
  const told: unknown[] = [];
  const edits = openEdits(
    store,
    ({ call, args }) => (calls[call as keyof Calls] as (...all: readonly unknown[]) => Promise<unknown>)(...args),
    () => undefined,
  );
  const calls: Calls = {
    ...openDesigns(store, edits, (kind, content) => told.push([kind, content])),
    ...edits.calls,
  };
  return { calls, told, store, file };
}

const draft = (steps: number) => ({ form: { training: { steps } }, origin: null });

test('edits of the form are taken back and made again after the workspace was closed', async () => {
  const before = opened();
  for (const steps of [300, 400, 500]) await before.calls.keepDraft(draft(steps), `Steps → ${steps}`);
  before.store.close();
  const { calls, told } = opened(before.file);
  expect(await calls.draft()).toEqual(draft(500));
  expect(await calls.undo()).toEqual({ undo: 'Steps → 400', redo: 'Steps → 500' });
  await calls.undo();
  expect(await calls.draft()).toEqual(draft(300));
  await calls.redo();
  expect(await calls.draft()).toEqual(draft(400));
  expect(told).toEqual([500, 400, 300, 400].slice(1).map((steps) => ['draftChanged', draft(steps)]));
});

test('keeping the form as it is makes no edit', async () => {
  const { calls } = opened();
  await calls.keepDraft(draft(300), 'first');
  await calls.keepDraft(draft(300), 'again');
  expect(await calls.history()).toEqual({ undo: 'first', redo: null });
});

test('the very first edit goes back to a form that was never filled in', async () => {
  const { calls } = opened();
  await calls.keepDraft(draft(300), 'first');
  await calls.undo();
  expect(await calls.draft()).toBeNull();
});

test('a template is kept by name, replaced, removed, and each of that is taken back', async () => {
  const { calls } = opened();
  const own = async () => (await calls.templates()).filter(({ isBuiltIn }) => !isBuiltIn);
  const design = { training: { steps: 50 }, seeds: [0], methods: [{ id: 'natural' }] };
  await calls.saveTemplate('  nightly ', design);
  await calls.saveTemplate('nightly', { ...design, seeds: [0, 1] });
  await calls.removeTemplate('nightly');
  expect(await own()).toEqual([]);
  await calls.undo();
  expect(await own()).toMatchObject([{ name: 'nightly', design: { seeds: [0, 1] } }]);
  await calls.undo();
  expect(await own()).toMatchObject([{ design: { seeds: [0] } }]);
  await calls.undo();
  expect(await own()).toEqual([]);
});

test('a template that comes with the program keeps its name', async () => {
  const { calls } = opened();
  await expect(calls.saveTemplate('Quick look', builtInTemplates[0]!.design)).rejects.toThrow('comes with the program');
  await expect(calls.removeTemplate('Quick look')).rejects.toThrow('no template of your own');
});

test('notes on an experiment are kept and taken back', async () => {
  const { calls, store } = opened();
  store.experiments.put('e1', experimentFrom(builtInTemplates[0]!, ['law']), 'now');
  await calls.setExperimentNotes('e1', 'The *learning rate* was too low.');
  expect(await calls.experimentNotes('e1')).toBe('The *learning rate* was too low.');
  expect(await calls.undo()).toMatchObject({ redo: 'notes on First comparison' });
  expect(await calls.experimentNotes('e1')).toBe('');
  await expect(calls.setExperimentNotes('e9', 'x')).rejects.toThrow('no experiment e9');
});

test.each(builtInTemplates)('the template "$name" is sound where there is enough text', async (template) => {
  const { store } = opened();
  for (const name of ['law', 'code']) {
    const part = { documents: 100, bytes: 1e9 };
    const splits = { train: part, val: part, test: part };
    store.texts.put({ version: name, documents: 300, bytes: 3e9, duplicates: 0, unigramBitsPerByte: 4, splits }, 'now');
    const source = { paths: [name], include: [], exclude: [], reader: 'auto', textField: '' };
    store.groups.add({ id: name, name, colour: 0, source, licence: '', version: name }, 'now');
  }
  const { findings } = await checkExperiment(experimentFrom(template, ['law', 'code']), store);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

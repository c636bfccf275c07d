import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { Refusal } from '#base/refusal';
import type { EngineApi, GroupInput } from '#contract/api';
import { aSourcePreview, group, planOf } from '../testing/groups.ts';
import { plainWorkbench } from '../testing/plain.ts';
import Groups from './Groups.svelte';

async function show(calls: Partial<EngineApi> = {}, chosen: readonly string[] = []) {
  const made = plainWorkbench(
    {
      previewDocuments: () => Promise.resolve({ total: 0, documents: [] }),
      rejectedFiles: () => Promise.resolve([]),
      groupVersions: () => Promise.resolve([]),
      planGroups: (paths) => Promise.resolve(planOf(paths)),
      previewSource: () => Promise.resolve(aSourcePreview()),
      ...calls,
    },
    { chooseFolders: () => Promise.resolve(chosen) },
  );
  await made.workbench.open(false);
  render(Groups, { workbench: made.workbench });
  return made;
}

test('nothing yet: it says what belongs here and builds the sample', async () => {
  let built = 0;
  await show({
    buildSample: () => {
      built++;
      return Promise.resolve([]);
    },
  });
  await fireEvent.click(screen.getByRole('button', { name: 'Build the sample workspace' }));
  expect(built).toBe(1);
});

test('each group is a row with its numbers', async () => {
  await show({ listGroups: () => Promise.resolve([group('law', { duplicates: 40 }), group('code')]) });
  const row = screen.getByRole('row', { name: /law/ });
  expect(
    within(row)
      .getAllByRole('cell')
      .map((cell) => cell.textContent.replace(/\s+/g, ' ').trim()),
  ).toEqual(['', 'law', '1 234', '2.38 MiB', '–', '50.0', '10 / 10 / 10', '4.20', '40', '–', 'ready']);
});

test('F2 renames in place, Escape leaves the name', async () => {
  const renamed: string[] = [];
  await show({
    listGroups: () => Promise.resolve([group('law')]),
    renameGroup: (_id, name) => {
      renamed.push(name);
      return Promise.resolve(group(name));
    },
  });
  const row = screen.getByRole('row', { name: /law/ });
  await fireEvent.keyDown(row, { key: 'F2' });
  await fireEvent.keyDown(screen.getByRole('textbox', { name: 'New name of law' }), { key: 'Escape' });
  await fireEvent.keyDown(screen.getByRole('row', { name: /law/ }), { key: 'F2' });
  const input = screen.getByRole('textbox', { name: 'New name of law' });
  await fireEvent.input(input, { target: { value: ' statutes ' } });
  await fireEvent.keyDown(input, { key: 'Enter' });
  expect(renamed).toEqual(['statutes']);
});

test('a chosen group shows its documents with their split, and what was not taken', async () => {
  await show({
    listGroups: () => Promise.resolve([group('law', { rejectedFiles: 1 })]),
    previewDocuments: () =>
      Promise.resolve({
        total: 9,
        documents: [{ index: 0, split: 'val', bytes: 12, text: 'Whereas', isCut: true }],
      }),
    rejectedFiles: () => Promise.resolve([{ file: 'law/seal.png', reason: 'it is binary' }]),
  });
  await fireEvent.click(screen.getByRole('row', { name: /law/ }));
  const detail = await screen.findByRole('complementary', { name: 'Group law' });
  await waitFor(() => expect(detail.textContent).toMatch(/validation.*Whereas…/s));
  expect(detail.textContent).toMatch(/One file was not taken.*law\/seal\.png.*it is binary/s);
});

test('removing is asked about first', async () => {
  const removed: string[] = [];
  await show({
    listGroups: () => Promise.resolve([group('law')]),
    removeGroup: (id) => {
      removed.push(id);
      return Promise.resolve();
    },
  });
  await fireEvent.keyDown(screen.getByRole('row', { name: /law/ }), { key: 'Delete' });
  expect(removed).toEqual([]);
  await fireEvent.click(await screen.findByRole('button', { name: 'Remove the group' }));
  expect(removed).toEqual(['id law']);
});

test('folders of a dialog become one group each, read as the form says', async () => {
  const added: GroupInput[] = [];
  await show(
    {
      listGroups: () => Promise.resolve([group('law')]),
      addGroup: (input) => {
        added.push(input);
        return Promise.resolve(group(input.name));
      },
    },
    ['/text/code', '/text/maths'],
  );
  await fireEvent.click(screen.getByRole('button', { name: /Add groups/ }));
  await fireEvent.click(await screen.findByRole('button', { name: 'Choose folders…' }));
  await fireEvent.input(screen.getByLabelText('Only files like'), { target: { value: '**/*.md, **/*.tex' } });
  await fireEvent.click(await screen.findByRole('button', { name: 'Add 2 groups' }));
  await waitFor(() =>
    expect(added.map(({ name, source }) => [name, source.paths, source.include])).toEqual([
      ['code', ['/text/code'], ['**/*.md', '**/*.tex']],
      ['maths', ['/text/maths'], ['**/*.md', '**/*.tex']],
    ]),
  );
});

test('a drop is looked at first, then each folder inside becomes a group; a refusal is told with its remedy', async () => {
  const added: unknown[] = [];
  const { workbench } = await show({
    planGroups: (paths) =>
      Promise.resolve({ ...planOf(paths), perChild: planOf(['/corpus/law', '/corpus/code']).perPath }),
    addGroupsFrom: (...args) => {
      added.push(args);
      return Promise.reject(new Refusal('group_empty', '"law" holds no text.', { remedy: 'Add text to it.' }));
    },
  });
  const files = [new File([], 'corpus')];
  await fireEvent.drop(screen.getByRole('region', { name: 'Groups' }), { dataTransfer: { files } });
  await fireEvent.click(await screen.findByRole('radio', { name: 'One group of each folder inside' }));
  const planned = screen.getByRole('table', { name: 'Groups that will be made' });
  expect(
    within(planned)
      .getAllByRole('row')
      .map((row) => row.textContent.replace(/\s+/g, ' ').trim()),
  ).toEqual(['GroupFilesSize', 'law31.46 KiB', 'code31.46 KiB']);
  expect(added).toEqual([]);
  await fireEvent.click(screen.getByRole('button', { name: 'Add 2 groups' }));
  expect(added).toEqual([[['/dropped/corpus'], { perChild: true }]]);
  await waitFor(() => expect(workbench.notices.all[0]?.failure?.remedy).toBe('Add text to it.'));
});

test('before a file is added its rows are seen, and the field of its text can be chosen', async () => {
  const added: GroupInput[] = [];
  const looked: string[] = [];
  await show({
    previewSource: (source, from) => {
      looked.push(`${'source' in source ? (source.source.textField ?? '') : ''} from ${from}`);
      return Promise.resolve(aSourcePreview());
    },
    addGroup: (input) => {
      added.push(input);
      return Promise.resolve(group(input.name));
    },
  });
  await fireEvent.drop(screen.getByRole('region', { name: 'Groups' }), {
    dataTransfer: { files: [new File([], 'a.jsonl')] },
  });
  expect((await screen.findByRole('table', { name: 'Rows' })).textContent).toContain('Whereas the parties');
  await fireEvent.click(screen.getByRole('button', { name: 'Rows after' }));
  await fireEvent.change(screen.getByRole('combobox', { name: 'Field that holds the text' }), {
    target: { value: 'body' },
  });
  await waitFor(() => expect(looked).toEqual([' from 0', ' from 6', 'body from 6']));
  await fireEvent.click(screen.getByRole('button', { name: 'Add group' }));
  await waitFor(() => expect(added.map(({ name, source }) => [name, source.textField])).toEqual([['a', 'body']]));
});

test('files that would not be taken are listed with the reason before anything is added', async () => {
  await show({
    planGroups: (paths) =>
      Promise.resolve({
        ...planOf(paths),
        notTaken: { perPath: [{ file: 'seal.png', reason: 'is not text' }], perChild: [] },
      }),
  });
  await fireEvent.drop(screen.getByRole('region', { name: 'Groups' }), {
    dataTransfer: { files: [new File([], 'law')] },
  });
  const told = await screen.findByText(/One file\s+will not be taken/);
  expect(told.closest('details')?.textContent).toMatch(/seal\.png\s+is not text/);
});

test('checked groups are merged under a name, and the old ones are said to be off', async () => {
  const merged: unknown[] = [];
  const { workbench } = await show({
    listGroups: () => Promise.resolve([group('law'), group('code'), group('news')]),
    mergeGroups: (...args) => {
      merged.push(args);
      return Promise.resolve(group('both'));
    },
  });
  await fireEvent.keyDown(screen.getByRole('row', { name: /law/ }), { key: ' ' });
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Check code' }));
  expect(screen.getByRole('status').textContent).toMatch(/2 groups\s+2\s468 documents, 4.77\sMiB/);
  await fireEvent.click(screen.getByRole('button', { name: 'Merge…' }));
  await fireEvent.input(await screen.findByLabelText('Name of the new group'), { target: { value: 'both' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Merge 2 groups' }));
  expect(merged).toEqual([[['id law', 'id code'], 'both']]);
  await waitFor(() => expect(workbench.notices.all[0]?.message).toMatch(/^Merged law, code into both/));
});

test('checked groups are switched off and removed together', async () => {
  const done: string[] = [];
  await show({
    listGroups: () => Promise.resolve([group('law'), group('code', { isEnabled: false })]),
    enableGroups: (ids, isEnabled) => {
      done.push(`${ids.join(' ')} ${isEnabled ? 'on' : 'off'}`);
      return Promise.resolve([]);
    },
    removeGroup: (id) => {
      done.push(`removed ${id}`);
      return Promise.resolve();
    },
  });
  expect(screen.getByRole('row', { name: /code/ }).textContent).toContain('off');
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Check all groups' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Switch off' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Remove…' }));
  await fireEvent.click(await screen.findByRole('button', { name: 'Remove 2 groups' }));
  await waitFor(() =>
    expect(done).toEqual(['id law,id code off'.replace(',', ' '), 'removed id law', 'removed id code']),
  );
});

test('a group is split by a field: its values are counted first, and some are left out', async () => {
  const split: unknown[] = [];
  await show({
    listGroups: () => Promise.resolve([group('web')]),
    fieldValues: (_id, field) =>
      Promise.resolve({
        field,
        values: ['en', 'de', 'fr'].map((value, n) => ({ value, documents: 30 - n, bytes: 1000 })),
        otherValues: 0,
        without: 7,
      }),
    splitGroup: (...args) => {
      split.push(args);
      return Promise.resolve({ groups: [group('en'), group('de')], left: [] });
    },
  });
  await fireEvent.click(screen.getByRole('row', { name: /web/ }));
  await fireEvent.click(await screen.findByRole('button', { name: 'Split…' }));
  await fireEvent.change(await screen.findByRole('combobox', { name: 'Field' }), { target: { value: 'language' } });
  await fireEvent.click(await screen.findByRole('checkbox', { name: 'Make a group of fr' }));
  expect(screen.getByText(/7 documents have no such field/)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Make 2 groups' }));
  expect(split).toEqual([['id web', 'language', { values: ['en', 'de'] }]]);
});

test('a long task says how far it is, and can be cancelled', async () => {
  const cancelled: string[] = [];
  const { engine } = await show({
    listGroups: () => Promise.resolve([group('law')]),
    cancelTask: (task) => Promise.resolve(void cancelled.push(task)),
  });
  engine.tell('taskMoved', { task: 'overlap', label: 'Comparing groups', done: 3, total: 10, isFinished: false });
  expect((await screen.findByRole<HTMLProgressElement>('progressbar', { name: 'Comparing groups' })).value).toBe(3);
  await fireEvent.click(screen.getByRole('button', { name: 'Cancel: Comparing groups' }));
  expect(cancelled).toEqual(['overlap']);
});

test('versions say which text is current, and which experiments used other data', async () => {
  await show({
    listGroups: () => Promise.resolve([group('law')]),
    groupVersions: () =>
      Promise.resolve([
        {
          version: 'bbbbbbbbbb',
          readAt: '2026-02-01T10:00:00Z',
          isCurrent: true,
          documents: 12,
          bytes: 900,
          experiments: [],
        },
        {
          version: 'aaaaaaaaaa',
          readAt: '2026-01-01T10:00:00Z',
          isCurrent: false,
          documents: 10,
          bytes: 800,
          experiments: [{ id: 'e1', name: 'First comparison', runs: 4 }],
        },
      ]),
  });
  await fireEvent.click(screen.getByRole('row', { name: /law/ }));
  const detail = await screen.findByRole('complementary', { name: 'Group law' });
  await waitFor(() => expect(detail.textContent).toContain('2 versions of the text'));
  expect(detail.textContent.replace(/\s+/g, ' ')).toMatch(
    /bbbbbbbb current text.*No experiment used it.*aaaaaaaa other data.*Used by First comparison \(4 runs\)/,
  );
});

test('shares of a budget are tried and used in the experiment', async () => {
  const split = { documents: 10, bytes: 100_000, tokens: 100_000 };
  const some = (name: string) => group(name, { splits: { train: split, val: split, test: split } });
  const { workbench } = await show({
    listGroups: () => Promise.resolve([some('law'), some('code')]),
    runMixtures: () => Promise.resolve([]),
  });
  await fireEvent.click(screen.getByRole('button', { name: 'Shares' }));
  await fireEvent.input(screen.getByRole('textbox', { name: 'Budget of a run' }), { target: { value: '1000000' } });
  const law = screen.getByRole('textbox', { name: 'Share of law in percent' });
  await fireEvent.input(law, { target: { value: '3:1' } });
  await fireEvent.keyDown(law, { key: 'Enter' });
  expect(screen.getByText(/^law is read 7.5 times\. Beyond 4 times/)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Use in the experiment' }));
  expect(workbench.draft.form.groups).toEqual(['law', 'code']);
  expect(workbench.draft.form.methods.at(-1)).toEqual({ id: 'custom', knobs: { weights: [3, 1] } });
  expect(workbench.navigation.screen).toBe('experiment');
});

test('a list that cannot be read says why in place', async () => {
  await show({
    listGroups: () =>
      Promise.reject(new Refusal('workspace_damaged', 'The store is damaged.', { remedy: 'Restore a copy.' })),
  });
  expect(screen.getByRole('alert').textContent).toMatch(/The store is damaged\..*Restore a copy\./s);
});

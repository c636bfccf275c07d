import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { Refusal } from '#base/refusal';
import type { EngineApi, GroupInput } from '#contract/api';
import { group } from '../testing/groups.ts';
import { plainWorkbench } from '../testing/plain.ts';
import Groups from './Groups.svelte';

async function show(calls: Partial<EngineApi> = {}, chosen: readonly string[] = []) {
  const made = plainWorkbench(
    {
      previewDocuments: () => Promise.resolve({ total: 0, documents: [] }),
      rejectedFiles: () => Promise.resolve([]),
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
  ).toEqual(['law', '1 234', '2.38 MiB', '–', '10 / 10 / 10', '4.20', '40', '–', 'ready']);
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

test('dropped folders become groups; a refusal is told with its remedy', async () => {
  const dropped: (readonly string[])[] = [];
  const { workbench } = await show({
    addGroupsFrom: (paths) => {
      dropped.push(paths);
      return Promise.reject(new Refusal('group_empty', '"law" holds no text.', { remedy: 'Add text to it.' }));
    },
  });
  const files = [new File([], 'law'), new File([], 'code')];
  await fireEvent.drop(screen.getByRole('region', { name: 'Groups' }), { dataTransfer: { files } });
  expect(dropped).toEqual([['/dropped/law', '/dropped/code']]);
  await waitFor(() => expect(workbench.notices.all[0]?.failure?.remedy).toBe('Add text to it.'));
});

test('a list that cannot be read says why in place', async () => {
  await show({
    listGroups: () =>
      Promise.reject(new Refusal('workspace_damaged', 'The store is damaged.', { remedy: 'Restore a copy.' })),
  });
  expect(screen.getByRole('alert').textContent).toMatch(/The store is damaged\..*Restore a copy\./s);
});

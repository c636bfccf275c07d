import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { Loss, Refusal } from '#base/refusal';
import type { EngineApi, ShellApi } from '#contract/api';
import { firstWindowPreferences } from '#contract/calls/shell';
import { menuCommands } from '#contract/commands';
import App from './App.svelte';
import { aRun, aSeries } from './testing/experiments.ts';
import { group } from './testing/groups.ts';
import { plainWorkbench } from './testing/plain.ts';

async function show(engineCalls: Partial<EngineApi> = {}, shellCalls: Partial<ShellApi> = {}) {
  const made = plainWorkbench(engineCalls, shellCalls);
  await made.workbench.open(false);
  render(App, { workbench: made.workbench });
  return made;
}

test('keys go to each screen', async () => {
  await show();
  for (const [key, title] of [
    ['2', 'Experiment'],
    ['6', 'Report'],
    ['1', 'Groups'],
  ] as const) {
    await fireEvent.keyDown(window, { key, ctrlKey: true });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(title);
  }
});

test('every command of the menu means something in the window', async () => {
  const { workbench } = await show();
  workbench.navigation.go({ screen: 'experiment' }); // it adds those of the form
  await waitFor(() =>
    expect(workbench.commands.all.map(({ id }) => id)).toEqual(expect.arrayContaining([...menuCommands])),
  );
});

test('the palette finds commands and groups by name, and goes there', async () => {
  const { workbench } = await show({
    listGroups: () => Promise.resolve([group('speeches'), group('law')]),
    previewDocuments: () => Promise.resolve({ total: 0, documents: [] }),
    rejectedFiles: () => Promise.resolve([]),
  });
  workbench.navigation.go({ screen: 'report' });
  await fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
  const palette = await screen.findByRole('dialog');
  expect(within(palette).getByText('Build the sample workspace')).toBeTruthy();
  await fireEvent.click(within(palette).getByText('law'));
  expect([workbench.navigation.screen, workbench.navigation.group]).toEqual(['groups', 'id law']);
});

test('the theme that is chosen is the one that is shown', async () => {
  const chosen: string[] = [];
  const { shell } = await show(
    {},
    {
      changePreferences: (changes) => {
        chosen.push(changes.theme ?? '');
        return Promise.resolve({ ...firstWindowPreferences, ...changes });
      },
    },
  );
  shell.tell('commandChosen', 'view.theme-dark');
  await waitFor(() => expect(document.documentElement.dataset['theme']).toBe('dark'));
  expect(chosen).toEqual(['dark']);
});

test('when the system turns dark the window follows', async () => {
  const { shell } = await show();
  expect(document.documentElement.dataset['theme']).toBe('light');
  shell.tell('themeChanged', 'dark');
  await waitFor(() => expect(document.documentElement.dataset['theme']).toBe('dark'));
});

test('a refused workspace says why and offers another one', async () => {
  const opened: unknown[] = [];
  await show(
    {},
    {
      engineState: () =>
        Promise.resolve({
          state: 'refused',
          code: 'workspace_busy',
          folder: '/studies/busy',
          message: 'Another program has it open.',
          remedy: 'Close it there.',
          copies: [],
        }),
      recentWorkspaces: () =>
        Promise.resolve([
          { folder: '/studies/one', exists: true, bytes: 1000, changedAt: null },
          { folder: '/studies/gone', exists: false, bytes: null, changedAt: null },
        ]),
      openWorkspace: (folder, choice) => Promise.resolve(void opened.push([folder, choice])),
    },
  );
  expect(screen.getByRole('alert').textContent).toMatch(/Another program has it open\..*Close it there\./s);
  await fireEvent.click(await screen.findByRole('button', { name: '/studies/one' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Look at it without changing anything' }));
  expect(opened).toEqual([
    ['/studies/one', undefined],
    ['/studies/busy', { isReadOnly: true }],
  ]);
  expect(screen.queryByText('/studies/gone')).toBeNull();
});

test('a lost engine is told, and its return shows the screen again', async () => {
  const { shell } = await show();
  shell.tell('engineChanged', { state: 'lost', message: 'It ended (SIGKILL).', times: 1 });
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('It is being started again'));
  shell.tell('engineChanged', { state: 'ready' });
  await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Groups'));
});

test('what an action failed at stays in the corner until dismissed', async () => {
  const { workbench } = await show();
  workbench.notices.fail(new Loss('boom'));
  await fireEvent.click(await screen.findByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByText('boom')).toBeNull();
});

test('undo is named in the palette and the menu, and a field keeps its own', async () => {
  const done: string[] = [];
  const named: unknown[] = [];
  const { engine } = await show(
    {
      undo: () => {
        done.push('undo');
        return Promise.resolve({ undo: null, redo: 'rename law to legal' });
      },
    },
    { nameEdits: (undo, redo) => Promise.resolve(void named.push([undo, redo])) },
  );
  engine.tell('historyMoved', { undo: 'rename law to legal', redo: null });
  await fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
  expect(within(await screen.findByRole('dialog')).getByText('Undo: rename law to legal')).toBeTruthy();
  await fireEvent.keyDown(document.activeElement!, { key: 'z', ctrlKey: true });
  expect(done).toEqual([]);
  await fireEvent.keyDown(document.activeElement!, { key: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await fireEvent.keyDown(window, { key: 'z', ctrlKey: true });
  await waitFor(() => expect(named.at(-1)).toEqual([null, 'rename law to legal']));
  expect(done).toEqual(['undo']);
});

test('something removed is told with an undo that takes it out of the trash', async () => {
  const restored: unknown[] = [];
  const { workbench } = await show({
    listTrash: () => Promise.resolve([]),
    restoreTrashed: (item) => Promise.resolve(void restored.push(item)),
  });
  workbench.tellRemoved([
    { kind: 'group', id: 'g1', title: 'law' },
    { kind: 'group', id: 'g2', title: 'code' },
  ]);
  expect(await screen.findByText('2 things are in the trash.')).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() =>
    expect(restored).toEqual([
      { kind: 'group', id: 'g1' },
      { kind: 'group', id: 'g2' },
    ]),
  );
});

test('keys are changed in the list; those that are taken are said so first', async () => {
  const kept: unknown[] = [];
  await show(
    {},
    {
      changePreferences: (changes) => {
        kept.push(changes.shortcuts);
        return Promise.resolve({ ...firstWindowPreferences, ...changes });
      },
    },
  );
  await fireEvent.keyDown(window, { key: 'F1' });
  await fireEvent.click(await screen.findByRole('button', { name: 'Change the keys of Fold or unfold the rail' }));
  const pressing = screen.getByRole('button', { name: 'Press the keys for Fold or unfold the rail' });
  await fireEvent.keyDown(pressing, { key: 'k', ctrlKey: true });
  expect(screen.getByText('“Command palette” has these keys; it would have none.')).toBeTruthy();
  await fireEvent.keyDown(pressing, { key: 'j', ctrlKey: true });
  await fireEvent.click(screen.getByRole('button', { name: 'Set' }));
  expect(kept).toEqual([{ 'view.rail': 'Mod+J' }]);
});

test('the start page offers what was used before, says what is missing, and opens', async () => {
  const opened: string[] = [];
  await show(
    {},
    {
      engineState: () => Promise.resolve({ state: 'none' }),
      recentWorkspaces: () =>
        Promise.resolve([
          { folder: '/studies/one', exists: true, bytes: 2048, changedAt: '2026-11-02T09:30:00' },
          { folder: '/studies/gone', exists: false, bytes: null, changedAt: null },
        ]),
      openWorkspace: (folder) => Promise.resolve(void opened.push(folder)),
    },
  );
  await fireEvent.click(await screen.findByRole('button', { name: /^one/ }));
  expect(opened).toEqual(['/studies/one']);
  expect(screen.getByRole('button', { name: /gone.*missing/ }).hasAttribute('disabled')).toBe(true);
  expect(screen.queryByRole('navigation', { name: 'Screens' })).toBeNull();
});

test('a damaged workspace offers its kept copies', async () => {
  const opened: unknown[] = [];
  const copy = { file: 'daily-2026-11-23.sqlite', name: '', at: '2026-11-23T10:00:00', bytes: 1000 };
  await show(
    {},
    {
      engineState: () =>
        Promise.resolve({
          state: 'refused',
          code: 'workspace_damaged',
          folder: '/w',
          message: 'It is damaged.',
          remedy: 'Go back.',
          copies: [copy],
        }),
      openWorkspace: (folder, choice) => Promise.resolve(void opened.push([folder, choice])),
    },
  );
  await fireEvent.click(await screen.findByRole('button', { name: /^Daily copy/ }));
  expect(opened).toEqual([['/w', { restores: copy.file }]]);
});

test('an experiment file that is handed over opens in the form; a missing one is refused', async () => {
  const { workbench, shell } = await show(
    {},
    {
      examinePaths: (paths) =>
        Promise.resolve(
          paths.map((path) => ({ path, kind: path.includes('gone') ? ('missing' as const) : ('experiment' as const) })),
        ),
      readText: () => Promise.resolve(JSON.stringify({ format: 1, name: 'given', groups: ['a'], methods: [] })),
    },
  );
  shell.tell('filesOpened', ['/x/gone.json']);
  expect(await screen.findByText('There is no file /x/gone.json.')).toBeTruthy();
  shell.tell('filesOpened', ['/x/bad.json']);
  await waitFor(() => expect(workbench.notices.all.some(({ failure }) => failure?.place === '/x/bad.json')).toBe(true));
});

test('sql is asked, shown and copied, and a refusal stands beside the question', async () => {
  const copied: string[] = [];
  let isRight = true;
  const { workbench } = await show(
    {
      schema: () => Promise.resolve([{ name: 'run', kind: 'table' as const, columns: ['label', 'loss'] }]),
      sql: () =>
        isRight
          ? Promise.resolve({
              columns: ['label', 'loss'],
              rows: [
                ['Aioli', 1.5],
                [null, 2],
              ],
              isCut: false,
              seconds: 0.1,
            })
          : Promise.reject(new Refusal('query_refused', 'no such column: los', { remedy: 'Correct it.' })),
    },
    { copyText: (text) => Promise.resolve(void copied.push(text)) },
  );
  workbench.commands.run('view.sql');
  await fireEvent.click(await screen.findByRole('button', { name: 'Ask' }));
  expect(await screen.findByRole('cell', { name: 'Aioli' })).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Copy as CSV' }));
  expect(copied).toEqual(['label,loss\r\nAioli,1.5\r\n,2\r\n']);
  isRight = false;
  await fireEvent.click(screen.getByRole('button', { name: 'Ask' }));
  expect((await screen.findByText(/no such column/)).textContent).toContain('Correct it.');
});

test('the trash asks once more before anything is gone for good', async () => {
  const emptied: unknown[] = [];
  const item = {
    kind: 'group' as const,
    id: 'g',
    title: 'law',
    trashedAt: '2026-11-24T10:00:00',
    bytes: 1024,
    problem: null,
  };
  const { workbench } = await show({
    listTrash: () => Promise.resolve(emptied.length === 0 ? [item] : []),
    emptyTrash: (items) => {
      emptied.push(items);
      return Promise.resolve({ removed: 1, bytes: 1024 });
    },
  });
  workbench.commands.run('edit.trash');
  await fireEvent.click(await screen.findByRole('button', { name: 'Remove law for good' }));
  expect(emptied).toEqual([]);
  await fireEvent.click(screen.getByRole('button', { name: 'Remove for good' }));
  expect(await screen.findByText('The trash is empty.')).toBeTruthy();
  expect(emptied).toEqual([[{ kind: 'group', id: 'g' }]]);
});

test('the size of the interface goes up and down by key and back to the usual', async () => {
  const sizes: unknown[] = [];
  await show(
    {},
    {
      changePreferences: (changes) => {
        sizes.push(changes.zoom);
        return Promise.resolve({ ...firstWindowPreferences, ...changes });
      },
    },
  );
  for (const key of ['=', '=', '-', '0']) await fireEvent.keyDown(window, { key, ctrlKey: true });
  await waitFor(() => expect(sizes).toEqual([1.1, 1.25, 1.1, 1]));
});

test('Delete moves the chosen run to the trash and offers to take it back', async () => {
  const removed: string[] = [];
  const { workbench } = await show({
    listRuns: () => Promise.resolve([aRun({ id: 'r1', state: 'finished', label: 'Aioli', seed: 3 })]),
    runSeries: () => Promise.resolve(aSeries(['law'], 4)),
    runNotes: () => Promise.resolve([]),
    removeRun: (id) => Promise.resolve(void removed.push(id)),
  });
  workbench.navigation.go({ screen: 'runs' });
  const grid = await screen.findByRole('grid', { name: 'Runs' });
  await fireEvent.keyDown(grid, { key: 'Home' });
  await fireEvent.keyDown(grid, { key: 'Delete' });
  expect(await screen.findByText('Aioli, seed 3 is in the trash.')).toBeTruthy();
  expect(removed).toEqual(['r1']);
});

import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { Loss } from '#base/refusal';
import type { EngineApi, ShellApi } from '#contract/api';
import { firstWindowPreferences } from '#contract/calls/shell';
import { menuCommands } from '#contract/commands';
import App from './App.svelte';
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

import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { menuCommands } from '#contract/commands';
import { menuTemplate } from './menu.ts';

function entries(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? entries(item.submenu) : [])]);
}

const facts = {
  isMac: false,
  recent: [],
  edits: { undo: null, redo: null },
  shortcuts: {},
  choose: () => undefined,
  openRecent: () => undefined,
  openLogs: () => undefined,
};

test('the menu offers every command that is named for it, once', () => {
  const chosen: string[] = [];
  const template = menuTemplate({ ...facts, choose: (id) => chosen.push(id) });
  const ours = entries(template).filter((entry) => entry.id !== undefined);
  for (const entry of ours) entry.click?.({} as never, undefined, {});
  expect([...chosen].sort()).toEqual([...menuCommands].sort());
});

test('keys are shown but left to the window, which knows whether someone is typing', () => {
  const template = menuTemplate(facts);
  const withKeys = entries(template).filter((entry) => entry.accelerator !== undefined);
  expect(withKeys.length).toBeGreaterThan(8);
  expect(withKeys.every((entry) => entry.registerAccelerator === false)).toBe(true);
});

test('recent workspaces open by their folder', () => {
  const opened: string[] = [];
  const template = menuTemplate({ ...facts, isMac: true, recent: ['/study'], openRecent: (f) => opened.push(f) });
  entries(template)
    .find((entry) => entry.label === '/study')
    ?.click?.({} as never, undefined, {});
  expect(opened).toEqual(['/study']);
});

test('undo says what it would undo, and keys are those that the person set', () => {
  const template = menuTemplate({
    ...facts,
    edits: { undo: 'rename law to legal', redo: null },
    shortcuts: { 'view.palette': 'Mod+J', 'edit.find': '' },
  });
  const byId = new Map(entries(template).map((entry) => [entry.id, entry]));
  expect([byId.get('edit.undo')?.label, byId.get('edit.redo')?.label]).toEqual(['Undo: rename law to legal', 'Redo']);
  expect([byId.get('view.palette')?.accelerator, byId.get('edit.find')?.accelerator]).toEqual([
    'CmdOrCtrl+J',
    undefined,
  ]);
});

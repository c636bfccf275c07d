import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { menuCommands } from '#contract/commands';
import { menuTemplate } from './menu.ts';

function entries(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? entries(item.submenu) : [])]);
}

test('the menu offers every command that is named for it, once', () => {
  const chosen: string[] = [];
  const template = menuTemplate({
    isMac: false,
    recent: [],
    choose: (id) => chosen.push(id),
    openRecent: () => undefined,
  });
  const ours = entries(template).filter((entry) => entry.id !== undefined);
  for (const entry of ours) entry.click?.({} as never, undefined, {});
  expect([...chosen].sort()).toEqual([...menuCommands].sort());
});

test('keys are shown but left to the window, which knows whether someone is typing', () => {
  const template = menuTemplate({ isMac: false, recent: [], choose: () => undefined, openRecent: () => undefined });
  const withKeys = entries(template).filter((entry) => entry.accelerator !== undefined);
  expect(withKeys.length).toBeGreaterThan(8);
  expect(withKeys.every((entry) => entry.registerAccelerator === false)).toBe(true);
});

test('recent workspaces open by their folder', () => {
  const opened: string[] = [];
  const template = menuTemplate({
    isMac: true,
    recent: ['/study'],
    choose: () => undefined,
    openRecent: (f) => opened.push(f),
  });
  entries(template)
    .find((entry) => entry.label === '/study')
    ?.click?.({} as never, undefined, {});
  expect(opened).toEqual(['/study']);
});

import { expect, test } from 'vitest';
import { chooseWorkspace, ownArguments } from './workspace-choice.ts';

const start = { args: [], from: '/here', recent: [], documents: '/home/ada/Documents', exists: () => true };

test('a named folder wins, relative to where the person stands', () => {
  expect(chooseWorkspace({ ...start, args: ['--flag', 'study'], recent: ['/old'] })).toBe('/here/study');
});

test('without a name the last workspace that still exists is opened', () => {
  const exists = (folder: string) => folder === '/second';
  expect(chooseWorkspace({ ...start, recent: ['/first', '/second'], exists })).toBe('/second');
});

test('the first start makes a workspace among the documents', () => {
  expect(chooseWorkspace(start)).toBe('/home/ada/Documents/Aioli Workbench');
});

test.each([
  [['electron', '--no-sandbox', '/project', 'study'], false, ['study']],
  [['electron', '/project'], false, []],
  [['electron', '--inspect'], false, ['--inspect']],
  [['aioli-workbench', 'study'], true, ['study']],
])('our own arguments in %j', (argv, isPackaged, own) => {
  expect(ownArguments(argv, isPackaged)).toEqual(own);
});

import { expect, test } from 'vitest';
import { chooseStart, ownArguments } from './workspace-choice.ts';

const start = {
  args: [],
  from: '/here',
  recent: [],
  reopensLast: true,
  kindOf: (path: string): 'experiment' | 'workspace' => (path.endsWith('.json') ? 'experiment' : 'workspace'),
};

test('a named folder wins, relative to where the person stands', () => {
  expect(chooseStart({ ...start, args: ['--flag', 'study'], recent: ['/old'] })).toEqual({
    workspace: '/here/study',
    isSafe: false,
    files: [],
  });
});

test('without a name the last workspace that still exists is opened', () => {
  const kindOf = (path: string) => (path === '/second' ? 'workspace' : 'missing');
  expect(chooseStart({ ...start, recent: ['/first', '/second'], kindOf }).workspace).toBe('/second');
});

test('the first start, and every start that should not reopen, shows the start page', () => {
  expect(chooseStart(start).workspace).toBeNull();
  expect(chooseStart({ ...start, recent: ['/old'], reopensLast: false }).workspace).toBeNull();
});

test('an experiment file is handed to the window beside the workspace; safe mode is asked for by name', () => {
  expect(chooseStart({ ...start, args: ['a.json', '--safe-mode'], recent: ['/old'] })).toEqual({
    workspace: '/old',
    isSafe: true,
    files: ['/here/a.json'],
  });
});

test.each([
  [['electron', '--no-sandbox', '/project', 'study'], false, ['study']],
  [['electron', '/project'], false, []],
  [['electron', '--inspect'], false, ['--inspect']],
  [['aioli-workbench', 'study'], true, ['study']],
])('our own arguments in %j', (argv, isPackaged, own) => {
  expect(ownArguments(argv, isPackaged)).toEqual(own);
});

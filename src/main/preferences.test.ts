import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { firstPreferences, parsePreferences, PreferenceFile, withWorkspace } from './preferences.ts';

test.each([
  ['nothing', null],
  ['no JSON', '{"theme":'],
  ['other JSON', '[1, 2]'],
  [
    'values of other kinds',
    '{"workspaces": 3, "chosen": {"theme": "pink", "zoom": 7, "shortcuts": 1}, "window": {"width": "wide"}, "dialogFolders": []}',
  ],
])('%s reads as first preferences', (_name, text) => {
  expect(parsePreferences(text)).toEqual(firstPreferences);
});

test('a window too small to use opens at its first size', () => {
  expect(parsePreferences('{"window": {"width": 12, "height": 900, "x": 5, "y": 6}}').window).toEqual({
    x: 5,
    y: 6,
    width: 1280,
    height: 900,
    isMaximised: false,
  });
});

test('the last workspace comes first, once', () => {
  expect(withWorkspace(['/a', '/b', '/c'], '/b')).toEqual(['/b', '/a', '/c']);
});

test('what is changed is there at the next start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'preferences-'));
  const file = join(folder, 'deep', 'preferences.json');
  const chosen = { ...firstPreferences.chosen, theme: 'dark', zoom: 1.5, shortcuts: { 'edit.find': '' } } as const;
  new PreferenceFile(file).change({ chosen, workspaces: ['/a'] });
  expect(new PreferenceFile(file).current).toEqual({ ...firstPreferences, chosen, workspaces: ['/a'] });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('chosen.theme', 'dark');
  rmSync(folder, { recursive: true });
});

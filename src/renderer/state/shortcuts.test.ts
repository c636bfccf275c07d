import { expect, test } from 'vitest';
import { complaintAbout, holderOf, keysOf, keysPressed, withKeys } from './shortcuts.ts';

const command = (id: string, keys?: string) => ({
  id,
  title: id,
  section: 'S',
  ...(keys === undefined ? {} : { keys }),
  run: () => undefined,
});
const press = { key: 'k', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

test('keys that the person set stand before the own ones; an empty text means none', () => {
  const palette = command('palette', 'Mod+K');
  expect(['', 'Mod+J'].map((keys) => keysOf(palette, { palette: keys }))).toEqual(['', 'Mod+J']);
  expect([keysOf(palette, {}), keysOf(command('bare'), {})]).toEqual(['Mod+K', '']);
});

test.each([
  [{ ...press, ctrlKey: true }, 'Mod+K'],
  [{ ...press, key: 'K', metaKey: true, shiftKey: true }, 'Mod+Shift+K'],
  [{ ...press, key: '?', shiftKey: true }, '?'],
  [{ ...press, key: 'F5' }, 'F5'],
  [{ ...press, key: 'Control', ctrlKey: true }, null],
])('%j is written as %s', (pressed, keys) => {
  expect(keysPressed(pressed)).toBe(keys);
});

test.each([
  ['K', /single letter/],
  ['Enter', /Lists and fields/],
  ['Mod+C', /Copy/],
  ['Mod+J', null],
  ['F7', null],
])('%s: %s', (keys, words) => {
  const complaint = complaintAbout(keys);
  if (words) expect(complaint).toMatch(words);
  else expect(complaint).toBeNull();
});

test('a conflict is found among the keys in force, not the own ones', () => {
  const commands = [command('a', 'Mod+J'), command('b', 'Mod+K')];
  expect(holderOf('Mod+k', 'a', commands, {})?.id).toBe('b');
  expect(holderOf('Mod+K', 'a', commands, { b: 'Mod+L' })).toBeUndefined();
});

test('setting the own keys again forgets the change', () => {
  expect(withKeys(command('a', 'Mod+J'), 'Mod+L', { b: '' })).toEqual({ a: 'Mod+L', b: '' });
  expect(withKeys(command('a', 'Mod+J'), 'Mod+J', { a: 'Mod+L' })).toEqual({});
});

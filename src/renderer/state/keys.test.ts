import { expect, test } from 'vitest';
import { isTyping, matches, readable } from './keys.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

test.each([
  [press('k', { ctrlKey: true }), 'Mod+K', true],
  [press('K', { metaKey: true }), 'Mod+K', true],
  [press('P', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+P', true],
  [press('K', { ctrlKey: true, shiftKey: true }), 'Mod+K', false],
  [press('k'), 'Mod+K', false],
  [press('1', { ctrlKey: true, altKey: true }), 'Mod+1', false],
  [press('F1'), 'F1', true],
  [press('{', { shiftKey: true }), '{', true],
])('%j means %s: %s', (event, keys, isSo) => {
  expect(matches(event, keys)).toBe(isSo);
});

test('keys read as they stand on the keyboard', () => {
  expect([readable('Mod+Shift+P', false), readable('Mod+Shift+P', true)]).toEqual(['Ctrl Shift P', '⌘⇧P']);
});

test('a key in a field is text', () => {
  document.body.innerHTML = '<input><button></button>';
  expect([isTyping(document.querySelector('input')), isTyping(document.querySelector('button'))]).toEqual([
    true,
    false,
  ]);
});

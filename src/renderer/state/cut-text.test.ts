import { expect, test } from 'vitest';
import { revealCut } from './cut-text.ts';

function name(scrollWidth: number, title = ''): HTMLElement {
  const element = document.createElement('span');
  element.textContent = ' an experiment with a long name ';
  element.title = title;
  element.style.textOverflow = 'ellipsis';
  Object.defineProperties(element, {
    scrollWidth: { value: scrollWidth, configurable: true },
    clientWidth: { value: 100 },
  });
  document.body.append(element);
  return element;
}

test('a name that is cut shows itself whole, until there is room again', () => {
  const cut = name(200);
  revealCut(cut);
  expect(cut.title).toBe('an experiment with a long name');
  Object.defineProperty(cut, 'scrollWidth', { value: 80 });
  revealCut(cut);
  expect(cut.title).toBe('');
});

test('a name with room, and one with a tooltip of its own, stay as they are', () => {
  const [short, own] = [name(80), name(200, 'its path')];
  revealCut(short);
  revealCut(own);
  expect([short.title, own.title]).toEqual(['', 'its path']);
});

import { Window } from 'happy-dom';
import { expect, test } from 'vitest';
import { figuresOf } from './figures.ts';
import { aRecord } from './testing/record.ts';

const figures = figuresOf(aRecord(), 84);

function parsed(svg: string) {
  const document = new new Window().DOMParser().parseFromString(svg, 'application/xml');
  expect(document.querySelector('parsererror')).toBeNull();
  return document;
}

test('every chart of a report is a figure of its own, under a name of its own', () => {
  const names = figures.map(({ name }) => name);
  expect(names).toContain('mixtures');
  expect(names).toContain('losses-mean');
  expect(names.some((name) => name.startsWith('law-'))).toBe(true);
  expect(new Set(names).size).toBe(names.length);
});

test('a figure is well-formed SVG at paper width, under 200 kB, and needs nothing beside it', () => {
  for (const { svg, width, height } of figures) {
    const root = parsed(svg).documentElement;
    expect(root.getAttribute('width')).toBe(`${width.toFixed(2)}mm`);
    expect(width).toBeLessThan(84.2);
    expect(height).toBeGreaterThan(5);
    expect(svg.length).toBeLessThan(200_000);
    expect(svg).not.toMatch(/var\(--|color-mix|url\((?!#)|href="http|<image|<script|NaN|undefined/);
  }
});

test('a figure carries the light colours and its title', () => {
  const losses = figures.find(({ name }) => name === 'losses-mean')!;
  expect(losses.svg).toContain('#6b675f'); // stratified, on paper
  expect(parsed(losses.svg).querySelector('title')!.textContent).toBe('Validation loss, mean over groups');
});

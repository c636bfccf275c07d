import { expect, test } from 'vitest';
import { lawPicture, type LawPicture } from './law-picture.ts';
import { paletteOf } from './palettes.ts';
import { heatScale } from './scale.ts';

const matrix = [[2, -1], [NaN, 0]]; // prettier-ignore
const picture: LawPicture = {
  title: 'Laws of "A & B"',
  lead: 'Step 1 500',
  groups: ['law', 'code'],
  panels: [1, 2].map((n) => ({
    title: `Method ${String(n)}`,
    matrix,
    scale: heatScale(2),
    decimals: 1,
    unit: 'nats per step',
    isUnsure: (row, column) => row === 0 && column === 1,
  })),
  palette: paletteOf('green-purple'),
};

function read(svg: string): Document {
  return new DOMParser().parseFromString(svg, 'image/svg+xml');
}

test('the picture of a law is read back: a cell of the right colour for each entry, crossed out where there is none', () => {
  const drawn = read(lawPicture(picture));
  const fills = [...drawn.querySelectorAll('rect')].map((rect) => rect.getAttribute('fill'));
  expect(fills.filter((fill) => fill === '#1b7837')).toHaveLength(2); // both panels: the limit has full colour
  expect(fills.filter((fill) => fill === '#f7f6f1')).toHaveLength(2);
  expect(fills.filter((fill) => fill === 'none')).toHaveLength(2);
  const texts = [...drawn.querySelectorAll('text')].map((text) => text.textContent);
  expect(texts).toEqual(
    expect.arrayContaining(['Method 1', 'Method 2', '2.0', '−1.0', 'law', 'code', '+2.0 nats per step']),
  );
});

test('it stands alone: no token of a style sheet, the palette named, names escaped', () => {
  const svg = lawPicture(picture);
  expect(svg).not.toMatch(/var\(|color-mix|class=/);
  expect(svg).toContain('Palette: Green and purple, safe for colour blindness.');
  expect(svg).toContain('Laws of &quot;A &amp; B&quot;');
});

test('the dark theme and more panels than fit in a row change ground and height', () => {
  const size = (svg: string) => Number(/height="([\d.]+)"/.exec(svg)?.[1]);
  const many = { ...picture, panels: Array.from({ length: 6 }, () => picture.panels[0]!) };
  expect(size(lawPicture(many))).toBeGreaterThan(1.5 * size(lawPicture(picture)));
  expect(lawPicture({ ...picture, theme: 'dark' })).toContain('fill="#1d1f1a"');
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { paletteColour, paletteOf, palettes, paletteStyle, type Theme } from './palettes.ts';

/** What people without one kind of cone see, in linear RGB. (Machado et al. 2009, severity 1.) */
const deficiencies = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

test.each(palettes)('$title can be told apart by everybody, in both themes', (palette) => {
  for (const theme of ['light', 'dark'] as const)
    for (const matrix of Object.values(deficiencies)) {
      const [bad, neutral, good] = [-1, 0, 1].map((at) => seen(paletteColour(palette, theme, at), matrix));
      for (const [a, b] of [
        [bad, good],
        [bad, neutral],
        [neutral, good],
      ] as const)
        // prettier-ignore
        expect(distance(a!, b!)).toBeGreaterThan(18);
    }
});

test('the first palette is the one of the tokens', () => {
  const tokens = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
  const ends = (theme: Theme) =>
    Object.entries(palettes[0]![theme]).map(([end, colour]) => `--${end}-cell: ${colour};`);
  for (const line of [...ends('light'), ...ends('dark')]) expect(tokens).toContain(line);
});

test('a position mixes the neutral middle with one end', () => {
  const palette = paletteOf('blue-orange');
  expect([0, 1, -1].map((at) => paletteColour(palette, 'light', at))).toEqual(['#f7f6f1', '#2166ac', '#c86214']);
  expect(paletteColour(palette, 'light', 0.5)).toBe('#8caecf');
  expect(paletteOf('never heard of')).toBe(palettes[0]);
});

test('an element takes a palette by style', () => {
  expect(paletteStyle(paletteOf('teal-brown'), 'dark')).toContain('--good-cell: #4db6ac');
});

function seen(colour: string, m: readonly number[]): readonly number[] {
  const rgb = [1, 3, 5].map((at) => linear(parseInt(colour.slice(at, at + 2), 16) / 255));
  return lab([0, 3, 6].map((row) => rgb.reduce((sum, channel, i) => sum + m[row + i]! * channel, 0)));
}
const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);

/** CIELAB under D65. */
function lab([r, g, b]: readonly number[]): readonly number[] {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r! + 0.3576 * g! + 0.1805 * b!) / 0.9505);
  const y = f(0.2126 * r! + 0.7152 * g! + 0.0722 * b!);
  const z = f((0.0193 * r! + 0.1192 * g! + 0.9505 * b!) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((x, i) => x - b[i]!));
}

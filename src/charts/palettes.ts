/**
 * The colours that signed matrices may have. Every pair can be told apart with any of the usual kinds of colour blindness
 * (ColorBrewer's diverging schemes that are marked so, with ends of like strength on the dark ground). A palette is named
 * in the legend and in exports.
 */

/** Full colour below the centre, at it, and above it, as hex. */
export interface PaletteEnds {
  readonly bad: string;
  readonly neutral: string;
  readonly good: string;
}

export interface Palette {
  readonly id: string;
  readonly title: string;
  readonly light: PaletteEnds;
  readonly dark: PaletteEnds;
}

export type Theme = 'light' | 'dark';

/** The neutral middle differs from the page in both themes, so that no cell vanishes. */
const neutral = { light: '#f7f6f1', dark: '#262922' } as const;

const made = (
  id: string,
  title: string,
  light: readonly [bad: string, good: string],
  dark: readonly [bad: string, good: string],
): Palette => ({
  id,
  title,
  light: { bad: light[0], neutral: neutral.light, good: light[1] },
  dark: { bad: dark[0], neutral: neutral.dark, good: dark[1] },
});

/** The first is the one that `tokens.css` has. */
export const palettes: readonly Palette[] = [
  made('blue-orange', 'Blue and orange', ['#c86214', '#2166ac'], ['#e2873e', '#569cde']),
  made('blue-red', 'Blue and red', ['#b2182b', '#2166ac'], ['#e5707b', '#569cde']),
  made('green-purple', 'Green and purple', ['#762a83', '#1b7837'], ['#b98ac4', '#5fb878']),
  made('teal-brown', 'Teal and brown', ['#8c510a', '#01665e'], ['#d09a55', '#4db6ac']),
];

/** The palette of this id; the first one when there is none. */
export function paletteOf(id: string | null): Palette {
  return palettes.find((one) => one.id === id) ?? palettes[0]!;
}

/** CSS that gives the cells inside an element this palette. */
export function paletteStyle(palette: Palette, theme: Theme): string {
  return (['bad', 'neutral', 'good'] as const).map((end) => `--${end}-cell: ${palette[theme][end]}`).join('; ');
}

/** The colour at a position of the scale, in [-1, 1], as hex: for pictures that know no tokens. */
export function paletteColour(palette: Palette, theme: Theme, position: number): string {
  const ends = palette[theme];
  const [from, to] = [channels(ends.neutral), channels(position < 0 ? ends.bad : ends.good)];
  const share = Math.min(1, Math.abs(position));
  return `#${from.map((channel, i) => hex(channel + (to[i]! - channel) * share)).join('')}`;
}

function channels(colour: string): readonly number[] {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

function hex(channel: number): string {
  return Math.round(channel).toString(16).padStart(2, '0');
}

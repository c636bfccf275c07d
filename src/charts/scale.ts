/**
 * The colour scale of signed matrices: blue, paper, orange, centred on zero. One object colours the cells and draws the
 * legend, so the two cannot disagree. Colours are CSS tokens (`--good-cell`, `--neutral-cell`, `--bad-cell`), so that both
 * themes follow; a canvas, which knows no tokens, resolves the three and mixes them by `position`.
 */
import type { Matrix } from '#mixing/method';

export interface HeatScale {
  /** Distance from the centre that gets the full colour; larger ones do too. Same for every round and run compared. */
  readonly limit: number;
  /** The neutral value; 0 unless chosen by hand. */
  readonly centre: number;
  /** No value is negative: the legend then shows the blue half only. */
  readonly isOneSided: boolean;
  /** How much colour a value gets, in [-1, 1]; 0 is neutral. */
  position(value: number): number;
  /** Fill of a cell, as CSS. */
  colour(value: number): string;
  /** Ink that can be read on this fill, as CSS. */
  ink(value: number): string;
}

/**
 * Colour grows with this power of the value: effects shrink many times over a run, and on a linear scale that fits the
 * first rounds the later ones would be blank. The legend is drawn by the same rule.
 */
const power = 0.6;
/** Share of full colour up to which the theme's own ink is read best. */
const pale = 0.4;
/** Lightness of a fill (OKLab) at which black and white are read equally well on it. */
const middleLightness = 0.57;

/** @param limit largest distance from the centre to tell apart; 0 gives a scale on which everything is neutral */
export function heatScale(limit: number, isOneSided = false, centre = 0): HeatScale {
  const position = (value: number): number => {
    const off = value - centre;
    return limit > 0 && Number.isFinite(off) ? Math.sign(off) * Math.min(1, Math.abs(off) / limit) ** power : 0;
  };
  return {
    limit,
    centre,
    isOneSided,
    position,
    colour: (value) => mixAt(position(value)),
    ink: (value) =>
      Math.abs(position(value)) <= pale
        ? 'var(--text)'
        : `oklch(from ${mixAt(position(value))} calc((${middleLightness} - l) * 100000) 0 0)`,
  };
}

/** One scale for all these matrices: rounds of a run, runs side by side. The limit is rounded up to two digits. */
export function heatScaleOver(matrices: Iterable<Matrix>): HeatScale {
  let largest = 0;
  let least = 0;
  for (const matrix of matrices)
    for (const row of matrix)
      for (const value of row) {
        if (!Number.isFinite(value)) continue;
        largest = Math.max(largest, Math.abs(value));
        least = Math.min(least, value);
      }
  return heatScale(roundUp(largest), least >= 0);
}

/** CSS colour at a position of the scale, in [-1, 1]. */
export function mixAt(position: number): string {
  const side = position < 0 ? 'var(--bad-cell)' : 'var(--good-cell)';
  const percent = (Math.abs(position) * 100).toFixed(1);
  return `color-mix(in srgb, ${side} ${percent}%, var(--neutral-cell))`;
}

/** The next number with two significant digits, so that a printed limit is short and never below the data. */
export function roundUp(x: number): number {
  if (!(x > 0)) return 0;
  const unit = 10 ** (Math.floor(Math.log10(x)) - 1);
  return Number((Math.ceil(x / unit - 1e-9) * unit).toPrecision(2));
}

/**
 * Cells of a heatmap on a canvas: one element instead of thousands. A colour is looked up in a table of the scale's
 * positions, because mixing two colours for each cell of each frame is what would cost.
 */
import { formatNumber } from '#base/format';
import type { Matrix } from '#mixing/method';
import { color as parse, rgb } from 'd3';
import type { HeatLayout } from './heat-layout.ts';
import type { HeatScale } from './scale.ts';

/** Colours of the cells under one theme and palette, and the inks on them. */
export interface Paints {
  /** One per position from -1 to 1. */
  readonly fills: readonly string[];
  readonly inks: readonly string[];
  readonly mark: string;
  readonly ground: string;
}

const steps = 256;

/** The table of colours. @param resolve what a CSS colour, a token too, is here; `rgb(...)` */
export function paintsFrom(resolve: (css: string) => string): Paints {
  const [bad, neutral, good] = ['--bad-cell', '--neutral-cell', '--good-cell'].map((token) =>
    rgb(parse(resolve(`var(${token})`)) ?? rgb(128, 128, 128)),
  );
  const positions = Array.from({ length: 2 * steps + 1 }, (_, i) => i / steps - 1);
  const mixed = positions.map((at) => {
    const end = (at < 0 ? bad : good)!;
    const share = Math.abs(at);
    const channel = (name: 'r' | 'g' | 'b') => neutral![name] + (end[name] - neutral![name]) * share;
    return rgb(channel('r'), channel('g'), channel('b'));
  });
  return {
    fills: mixed.map((fill) => fill.formatRgb()),
    inks: mixed.map(({ r, g, b }) => (0.299 * r + 0.587 * g + 0.114 * b > 140 ? '#000' : '#fff')),
    mark: resolve('var(--faint)'),
    ground: resolve('var(--surface)'),
  };
}

export interface Painting {
  readonly matrix: Matrix;
  readonly scale: HeatScale;
  readonly layout: HeatLayout;
  readonly decimals: number;
  readonly paints: Paints;
  /** Cells whose sign is not sure: hatched. */
  readonly isUnsure: (row: number, column: number) => boolean;
  /** Device pixels per pixel. */
  readonly ratio: number;
}

/** Paints every cell; the canvas is as large as the cells together. */
export function paintCells(context: CanvasRenderingContext2D, painting: Painting): void {
  const { matrix, scale, layout, decimals, paints, isUnsure, ratio } = painting;
  const { cellWidth, cellHeight, showsValues } = layout;
  const gap = cellWidth >= 6 ? 1 : 0;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, matrix.length * cellWidth, matrix.length * cellHeight);
  context.font = '11px "Inter Variable", Inter, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.strokeStyle = paints.mark;
  for (let i = 0; i < matrix.length; i++)
    for (let j = 0; j < matrix[i]!.length; j++) {
      const value = matrix[i]![j]!;
      const [x, y, w, h] = [j * cellWidth + gap / 2, i * cellHeight + gap / 2, cellWidth - gap, cellHeight - gap];
      if (Number.isNaN(value)) {
        strokeMissing(context, x, y, w, h);
        continue;
      }
      const at = Math.round((scale.position(value) + 1) * steps);
      context.fillStyle = paints.fills[at]!;
      context.fillRect(x, y, w, h);
      if (isUnsure(i, j)) hatch(context, x, y, w, h);
      if (!showsValues) continue;
      context.fillStyle = paints.inks[at]!;
      context.fillText(formatNumber(value, decimals), x + w / 2, y + h / 2 + 0.5);
    }
}

/** A cross in the middle of a cell that has no value. */
function strokeMissing(context: CanvasRenderingContext2D, x: number, y: number, w: number, h: number): void {
  const r = Math.min(3, w / 3, h / 3);
  const [cx, cy] = [x + w / 2, y + h / 2];
  context.beginPath();
  context.moveTo(cx - r, cy - r);
  context.lineTo(cx + r, cy + r);
  context.moveTo(cx + r, cy - r);
  context.lineTo(cx - r, cy + r);
  context.stroke();
}

/** Diagonal lines, a few pixels apart. */
function hatch(context: CanvasRenderingContext2D, x: number, y: number, w: number, h: number): void {
  context.save();
  context.beginPath();
  context.rect(x, y, w, h);
  context.clip();
  context.beginPath();
  for (let at = -h; at < w; at += 5) {
    context.moveTo(x + at, y + h);
    context.lineTo(x + at + h, y);
  }
  context.stroke();
  context.restore();
}

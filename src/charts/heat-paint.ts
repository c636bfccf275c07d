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
  /** Red, green, blue of each position from -1 to 1. */
  readonly fills: Uint8ClampedArray;
  readonly inks: readonly string[];
  readonly mark: string;
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
    fills: Uint8ClampedArray.from(mixed.flatMap(({ r, g, b }) => [r, g, b])),
    inks: mixed.map(({ r, g, b }) => (0.299 * r + 0.587 * g + 0.114 * b > 140 ? '#000' : '#fff')),
    mark: resolve('var(--faint)'),
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

/**
 * Paints every cell; the canvas is as large as the cells together. Colours go through a picture of one pixel per cell that is
 * then enlarged: setting a colour for each of thousands of rectangles costs more than all the rest.
 */
export function paintCells(context: CanvasRenderingContext2D, painting: Painting): void {
  const { matrix, layout, paints, ratio } = painting;
  const { cellWidth, cellHeight } = layout;
  const k = matrix.length;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, k * cellWidth, k * cellHeight);
  context.imageSmoothingEnabled = false;
  context.drawImage(pixelsOf(painting), 0, 0, k * cellWidth, k * cellHeight);
  if (cellWidth >= 6)
    for (let line = 0; line <= k; line++) {
      context.clearRect(line * cellWidth - 0.5, 0, 1, k * cellHeight);
      context.clearRect(0, line * cellHeight - 0.5, k * cellWidth, 1);
    }
  context.strokeStyle = paints.mark;
  markCells(context, painting);
}

/** One pixel per cell; clear where nothing is known. */
function pixelsOf({ matrix, scale, paints }: Painting): OffscreenCanvas {
  const k = Math.max(1, matrix.length);
  const picture = new OffscreenCanvas(k, k);
  const image = new ImageData(k, k);
  matrix.forEach((row, i) =>
    row.forEach((value, j) => {
      if (Number.isNaN(value)) return;
      const [from, to] = [3 * placeOf(scale, value), 4 * (i * k + j)];
      for (let channel = 0; channel < 3; channel++) image.data[to + channel] = paints.fills[from + channel]!;
      image.data[to + 3] = 255;
    }),
  );
  picture.getContext('2d')?.putImageData(image, 0, 0);
  return picture;
}

function placeOf(scale: HeatScale, value: number): number {
  return Math.round((scale.position(value) + 1) * steps);
}

/** What stands on cells: crosses, hatching, values. */
function markCells(context: CanvasRenderingContext2D, painting: Painting): void {
  const { matrix, scale, layout, decimals, paints, isUnsure } = painting;
  const { cellWidth, cellHeight, showsValues } = layout;
  context.font = '11px "Inter Variable", Inter, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let i = 0; i < matrix.length; i++)
    for (let j = 0; j < matrix[i]!.length; j++) {
      const value = matrix[i]![j]!;
      const [x, y] = [j * cellWidth, i * cellHeight];
      if (Number.isNaN(value)) strokeMissing(context, x, y, cellWidth, cellHeight);
      else {
        if (isUnsure(i, j)) hatch(context, x + 0.5, y + 0.5, cellWidth - 1, cellHeight - 1);
        if (!showsValues) continue;
        context.fillStyle = paints.inks[placeOf(scale, value)]!;
        context.fillText(formatNumber(value, decimals), x + cellWidth / 2, y + cellHeight / 2 + 0.5);
      }
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

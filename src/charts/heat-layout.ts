/** Where the parts of a heatmap stand, in pixels: for the one on screen and the one in a file. */
import { formatNumber } from '#base/format';
import type { Matrix } from '#mixing/method';
import { shortened, textWidth } from './labels.ts';

export interface HeatLayout {
  readonly width: number;
  readonly height: number;
  /** Where cells begin. */
  readonly left: number;
  readonly top: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Names of columns as they are drawn, turned when they do not fit their column. */
  readonly columnNames: readonly string[];
  readonly rowNames: readonly string[];
  readonly isTurned: boolean;
  /** Whether there is room for all names, and for values in cells. */
  readonly showsNames: boolean;
  readonly showsValues: boolean;
  readonly nameSize: number;
  /** Where the row of sums stands. */
  readonly sumsTop: number;
}

export interface HeatContent {
  readonly groups: readonly string[];
  /** Characters of the longest value, as `longestValue` counts. */
  readonly longest: number;
  readonly width: number;
  readonly hasSums: boolean;
  /** Height that a row of cells may have at most. */
  readonly tallest?: number;
}

export function heatLayout({ groups, longest, width, hasSums, tallest = 34 }: HeatContent): HeatLayout {
  const k = Math.max(1, groups.length);
  const rowCharacters = Math.min(k > 8 ? 14 : 18, Math.max(7, ...groups.map((name) => name.length)));
  const left = Math.min(width * 0.35, textWidth('m'.repeat(rowCharacters)) + 12);
  const columnNames = groups.map((name) => shortened(name, 14));
  const roomiest = Math.min(72, (width - left - 1) / k);
  const isTurned = columnNames.some((name) => textWidth(name) > roomiest - 4);
  // turned names lean out of the matrix at the right
  const lean = isTurned ? textWidth(columnNames.at(-1) ?? '') / 2 : 0;
  const cellWidth = Math.max(2, Math.min(72, (width - left - 1 - lean) / k));
  const cellHeight = Math.max(k > 60 ? 2 : 9, Math.min(tallest, Math.max(Math.min(18, cellWidth), cellWidth * 0.6)));
  const top = 20 + (isTurned ? Math.max(...columnNames.map(textWidth)) * 0.87 + 6 : 18);
  const sumsTop = top + groups.length * cellHeight + 10;
  return {
    width,
    height: hasSums ? sumsTop + 22 : top + groups.length * cellHeight + 2,
    left,
    top,
    cellWidth,
    cellHeight,
    columnNames,
    rowNames: groups.map((name) => shortened(name, rowCharacters)),
    isTurned,
    showsNames: cellHeight >= 9 && cellWidth >= 9,
    showsValues: longest * 6.3 + 6 <= cellWidth && cellHeight >= 16,
    nameSize: Math.min(cellHeight, cellWidth) < 12 ? 9 : 11,
    sumsTop,
  };
}

/** Characters of the longest value as it is printed. */
export function longestValue(matrix: Matrix, decimals: number): number {
  let [least, largest] = [0, 0];
  for (const row of matrix)
    for (const value of row) {
      if (value < least) least = value;
      if (value > largest) largest = value;
    }
  return Math.max(formatNumber(least, decimals).length, formatNumber(largest, decimals).length);
}

/** The history of a cell as points of an SVG path, inside the cell. @param values one per round; NaN leaves a gap */
export function historyPath(
  values: readonly number[],
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  limit: number,
): string {
  const step = values.length > 1 ? box.width / (values.length - 1) : 0;
  let path = '';
  let isDown = false;
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) {
      isDown = false;
      return;
    }
    const share = limit > 0 ? Math.max(-1, Math.min(1, value / limit)) : 0;
    const y = box.y + (box.height / 2) * (1 - share);
    path += `${isDown ? 'L' : 'M'}${(box.x + i * step).toFixed(1)},${y.toFixed(1)}`;
    isDown = true;
  });
  return path;
}

/**
 * Laws side by side as one SVG that stands alone: plain colours instead of tokens, so that any program draws it as the
 * window does, and the legend from the scale that coloured the cells. Text stays text.
 */
import { formatNumber, formatSigned } from '#base/format';
import type { Matrix } from '#mixing/method';
import { heatLayout, longestValue } from './heat-layout.ts';
import { shortened } from './labels.ts';
import { paletteColour, type Palette, type Theme } from './palettes.ts';
import type { HeatScale } from './scale.ts';

export interface LawPicture {
  readonly title: string;
  /** "Step 1 500" and what else holds for the whole picture. */
  readonly lead: string;
  readonly groups: readonly string[];
  readonly panels: readonly {
    readonly title: string;
    readonly matrix: Matrix;
    readonly scale: HeatScale;
    readonly decimals: number;
    readonly unit: string;
    readonly isUnsure?: (row: number, column: number) => boolean;
  }[];
  readonly palette: Palette;
  readonly theme?: Theme;
  /** Width of one panel, pixels. */
  readonly panelWidth?: number;
  /** Panels in a row; all when absent. */
  readonly columns?: number;
}

interface Inks {
  readonly page: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
}
const inks: Readonly<Record<Theme, Inks>> = {
  light: { page: '#ffffff', text: '#1f1e1a', muted: '#5f5a50', line: '#cfcbbf' },
  dark: { page: '#1d1f1a', text: '#ecebe2', muted: '#aba89c', line: '#43473b' },
};

const margin = 16;
const headHeight = 44;
const legendHeight = 26;

/** @returns a whole SVG document; its description names the palette */
export function lawPicture(picture: LawPicture): string {
  const { title, lead, groups, panels, palette, theme = 'light', panelWidth = 420 } = picture;
  const ink = inks[theme];
  const columns = Math.max(1, Math.min(picture.columns ?? 3, panels.length));
  const layouts = panels.map(({ matrix, decimals }) =>
    heatLayout({ groups, longest: longestValue(matrix, decimals), width: panelWidth, hasSums: false }),
  );
  const panelHeight = 22 + Math.max(0, ...layouts.map(({ height }) => height)) + legendHeight;
  const rows = Math.ceil(panels.length / columns);
  const width = margin + columns * (panelWidth + margin);
  const height = headHeight + rows * (panelHeight + margin) + margin;
  const drawn = panels.map((panel, n) => {
    const [x, y] = [
      margin + (n % columns) * (panelWidth + margin),
      headHeight + margin + Math.floor(n / columns) * (panelHeight + margin),
    ];
    return group(x, y, panelOf(panel, layouts[n]!, picture, ink, `scale-${String(n)}`));
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${px(height)}" viewBox="0 0 ${String(width)} ${px(height)}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="11">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(`${lead}. Rows: the group whose loss moves. Columns: the group trained on. Palette: ${palette.title}, safe for colour blindness.`)}</desc>`,
    `<rect width="100%" height="100%" fill="${ink.page}"/>`,
    text(margin, 22, title, ink.text, { size: 14, weight: 600 }),
    text(margin, 39, lead, ink.muted),
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

function panelOf(
  { title, matrix, scale, decimals, unit, isUnsure }: LawPicture['panels'][number],
  layout: ReturnType<typeof heatLayout>,
  { groups, palette, theme = 'light' }: LawPicture,
  ink: Inks,
  id: string,
): readonly string[] {
  const { left, top, cellWidth, cellHeight, isTurned, nameSize } = layout;
  const colourAt = (position: number) => paletteColour(palette, theme, position);
  const names = groups.flatMap((_group, n) => {
    const middle = left + (n + 0.5) * cellWidth;
    const turn = isTurned ? ` transform="rotate(-60 ${px(middle)} ${px(top - 6)})"` : '';
    return [
      text(middle, top - 6, layout.columnNames[n]!, ink.muted, {
        size: nameSize,
        anchor: isTurned ? 'start' : 'middle',
        more: turn,
      }),
      text(left - 8, top + (n + 0.5) * cellHeight + 4, layout.rowNames[n]!, ink.muted, {
        size: nameSize,
        anchor: 'end',
      }),
    ];
  });
  const cells = matrix.flatMap((row, i) =>
    row.flatMap((value, j) => {
      const [x, y] = [left + j * cellWidth + 0.5, top + i * cellHeight + 0.5];
      const size = `x="${px(x)}" y="${px(y)}" width="${px(cellWidth - 1)}" height="${px(cellHeight - 1)}"`;
      const [cx, cy] = [x + (cellWidth - 1) / 2, y + (cellHeight - 1) / 2];
      if (Number.isNaN(value))
        return [
          `<rect ${size} fill="none" stroke="${ink.line}"/>`,
          `<path d="M${px(cx - 3)},${px(cy - 3)}l6,6m0,-6l-6,6" stroke="${ink.line}"/>`,
        ];
      const fill = colourAt(scale.position(value));
      const on = inkOn(fill);
      return [
        `<rect ${size} fill="${fill}"/>`,
        ...(isUnsure?.(i, j) === true ? [hatched(x, y, cellWidth - 1, cellHeight - 1, on)] : []),
        ...(layout.showsValues ? [text(cx, cy + 4, formatNumber(value, decimals), on, { anchor: 'middle' })] : []),
      ];
    }),
  );
  const legendTop = top + matrix.length * cellHeight + 14;
  const from = scale.isOneSided ? scale.centre : scale.centre - scale.limit;
  const print = (value: number) => (scale.isOneSided ? formatNumber : formatSigned)(value, decimals);
  const stops = Array.from({ length: 21 }, (_stop, n) => {
    const value = from + ((scale.centre + scale.limit - from) * n) / 20;
    return `<stop offset="${String(n / 20)}" stop-color="${colourAt(scale.position(value))}"/>`;
  });
  const least = print(from);
  const largest = print(scale.centre + scale.limit);
  const barLeft = left + least.length * 6.3 + 6;
  const room = Math.max(8, Math.floor((layout.width - barLeft - 126) / 6.3) - largest.length - 1);
  return [
    text(0, 12, title, ink.text, { size: 12, weight: 600 }),
    group(0, 18, [
      text(left - 8, top - 6, 'loss of ↓', ink.muted, { anchor: 'end' }),
      text(left, 12, 'trained on →', ink.muted),
      ...names,
      ...cells,
      `<linearGradient id="${id}">${stops.join('')}</linearGradient>`,
      text(left, legendTop + 9, least, ink.text),
      `<rect x="${px(barLeft)}" y="${px(legendTop)}" width="120" height="10" rx="2" fill="url(#${id})"/>`,
      text(barLeft + 126, legendTop + 9, `${largest} ${shortened(unit, room)}`, ink.text),
    ]),
  ];
}

function hatched(x: number, y: number, w: number, h: number, colour: string): string {
  const lines: string[] = [];
  for (let at = 6 - h; at < w; at += 6) {
    const [x1, x2] = [Math.max(0, at), Math.min(w, at + h)];
    lines.push(`M${px(x + x1)},${px(y + h - (x1 - at))}L${px(x + x2)},${px(y + h - (x2 - at))}`);
  }
  return `<path d="${lines.join('')}" stroke="${colour}" stroke-opacity="0.35"/>`;
}

/** Black or white, whichever is read better on a fill. */
function inkOn(fill: string): string {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(fill.slice(at, at + 2), 16)) as [number, number, number];
  return 0.299 * r + 0.587 * g + 0.114 * b > 140 ? '#1f1e1a' : '#ffffff';
}

interface TextLook {
  readonly size?: number;
  readonly weight?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly more?: string;
}

function text(x: number, y: number, content: string, fill: string, look: TextLook = {}): string {
  const { size, weight, anchor, more = '' } = look;
  const given = [
    size !== undefined && size !== 11 ? ` font-size="${String(size)}"` : '',
    weight === undefined ? '' : ` font-weight="${String(weight)}"`,
    anchor === undefined || anchor === 'start' ? '' : ` text-anchor="${anchor}"`,
  ].join('');
  return `<text x="${px(x)}" y="${px(y)}" fill="${fill}"${given}${more}>${escaped(content)}</text>`;
}

function group(x: number, y: number, content: readonly string[]): string {
  return `<g transform="translate(${px(x)} ${px(y)})">${content.join('')}</g>`;
}

const px = (x: number): string => String(Math.round(x * 10) / 10);

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

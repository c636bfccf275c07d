/** What charts of a run over its steps read: lines, looks of groups, and the arithmetic between points and pixels. */
import { bisector } from 'd3';

export interface Point {
  readonly step: number;
  /** null where nothing was measured, e.g. a group that no batch held. */
  readonly value: number | null;
  /** Where the point is the least or largest of several steps: their mean. */
  readonly mean?: number | null;
}

/** A point that was measured. */
export interface Measurement extends Point {
  readonly value: number;
}

/** Colour, name and dash of a line; the dash is the second carrier of meaning. */
export interface Look {
  readonly name: string;
  /** CSS colour, usually a token. */
  readonly colour: string;
  /** SVG dash pattern; '' is solid. */
  readonly dash: string;
}

export interface Line extends Look {
  /** Steady name, so that a line keeps its place when others come and go. */
  readonly id: string;
  readonly points: readonly Point[];
  /** Drawn thin and pale, without a label: the noisy companion of another line. */
  readonly isFaint?: boolean;
}

/** The least and largest of several lines, over their steps. */
export interface Band {
  readonly id: string;
  readonly colour: string;
  readonly points: readonly { readonly step: number; readonly low: number; readonly high: number }[];
}

/** Proportions from one step on, until the next point. */
export interface ProportionPoint {
  readonly step: number;
  readonly asked: readonly number[];
  /** Shares really drawn while they held. */
  readonly drawn?: readonly number[];
}

const dashes = ['', '6 3', '2 3', '8 3 2 3'] as const;

/** Look of group number `colour` of the palette (`--group-0` to `--group-19`). */
export function groupLook(name: string, colour: number): Look {
  const place = ((colour % 20) + 20) % 20;
  return { name, colour: `var(--group-${String(place)})`, dash: dashes[Math.floor(place / 5)] ?? '' };
}

/** Look of a method; what runs before it ("aioli+doremi") changes the dash and not the colour. */
export function methodLook(method: string, name: string): Look {
  const [id = method, ...before] = method.split('+');
  return { name, colour: `var(--method-${id}, var(--muted))`, dash: before.length > 0 ? dashes[1] : '' };
}

/** The points that were measured. */
export function measured(points: readonly Point[]): readonly Measurement[] {
  return points.filter((point): point is Measurement => point.value !== null && Number.isFinite(point.value));
}

const byStep = bisector((point: { readonly step: number }) => point.step);

/** The point whose step is nearest; undefined when there is none. Points are in order of step. */
export function nearest<P extends { readonly step: number }>(points: readonly P[], step: number): P | undefined {
  return points[byStep.center(points, step)];
}

/** Index of the step that is nearest; 0 when there is none. */
export function nearestIndex(steps: readonly number[], step: number): number {
  return bisector((one: number) => one).center(steps, step);
}

/** Points from one step to another, and one more on either side, so that lines run on to the edges. */
export function within<P extends { readonly step: number }>(
  points: readonly P[],
  [from, to]: readonly [number, number],
): readonly P[] {
  return points.slice(Math.max(0, byStep.left(points, from) - 1), byStep.right(points, to) + 1);
}

/** The last point at or before `step`: what held then. The first one when `step` comes before all. */
export function holding<P extends { readonly step: number }>(points: readonly P[], step: number): P | undefined {
  return points[Math.max(0, byStep.right(points, step) - 1)];
}

/**
 * Fewer points that draw the same line: of every `1/columns` of the steps the first, least, largest and last are kept,
 * so no spike disappears. (Jugel et al. 2014, M4.)
 */
export function thinned(points: readonly Measurement[], columns: number): readonly Measurement[] {
  const first = points[0];
  const last = points.at(-1);
  if (points.length <= 4 * columns || !first || !last) return points;
  const width = (last.step - first.step) / columns || 1;
  const kept: Measurement[] = [];
  let from = 0;
  while (from < points.length) {
    const column = Math.floor((points[from]!.step - first.step) / width);
    let to = from;
    let least = from;
    let largest = from;
    while (to < points.length && Math.floor((points[to]!.step - first.step) / width) === column) {
      if (points[to]!.value < points[least]!.value) least = to;
      if (points[to]!.value > points[largest]!.value) largest = to;
      to++;
    }
    const places = [...new Set([from, least, largest, to - 1])].sort((a, b) => a - b);
    kept.push(...places.map((place) => points[place]!));
    from = to;
  }
  return kept;
}

/** Of points that fall on the same pixel the last is kept, which is what a stepped area shows there. */
export function onePerPixel<P extends { readonly step: number }>(
  points: readonly P[],
  x: (step: number) => number,
): readonly P[] {
  return points.filter((point, index) => {
    const next = points[index + 1];
    return !next || Math.floor(x(next.step)) !== Math.floor(x(point.step));
  });
}

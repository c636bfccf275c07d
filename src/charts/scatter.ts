/** Points of a scatter plot, which of them is under the cursor, and where its axes end. */

export interface ScatterPoint {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** CSS colour. */
  readonly colour: string;
  /** What it is, in words; read aloud and shown for the point under the cursor. */
  readonly label: string;
  /** Drawn as a ring: a prediction that was made without seeing the point. */
  readonly isHeld?: boolean;
  /** Written beside the point. */
  readonly name?: string;
  /** Half widths of its intervals. */
  readonly errorX?: number | null;
  readonly errorY?: number | null;
}

/** Those that can be drawn. */
export function drawable(points: readonly ScatterPoint[]): readonly ScatterPoint[] {
  return points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
}

/** Range of the values with a margin, wider than nothing when they are all the same. */
export function domainOf(values: readonly number[], margin = 0.06): readonly [number, number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  const room = high > low ? (high - low) * margin : Math.max(Math.abs(high) * margin, 1e-6);
  return [low - room, high + room];
}

/** Digits after the point that tell ticks this far apart from each other. */
export function tickDecimals(ticks: readonly number[]): number {
  const [a = 0, b = 1] = ticks;
  const gap = Math.abs(b - a);
  // 0.25 needs one digit more than its magnitude says
  return gap > 0 ? ([0, 1, 2, 3, 4, 5, 6].find((digits) => isWhole(gap * 10 ** digits)) ?? 6) : 2;
}

const isWhole = (x: number): boolean => Math.abs(x - Math.round(x)) < 1e-6 * Math.max(1, Math.abs(x));

/** The point nearest to a place on the screen; null when none is within `reach` pixels. */
export function pointAt<P extends { readonly px: number; readonly py: number }>(
  points: readonly P[],
  x: number,
  y: number,
  reach: number,
): P | null {
  let found: P | null = null;
  let least = reach;
  for (const point of points) {
    const distance = Math.hypot(point.px - x, point.py - y);
    if (distance > least) continue;
    least = distance;
    found = point;
  }
  return found;
}

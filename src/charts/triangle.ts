/** Mixtures of three groups as places in a triangle whose corners are the groups alone. */

/** A share per group, in [0, 1], sum 1. */
export type Mixture = readonly [number, number, number];

export interface Triangle {
  /** Corners of group 0 (left), 1 (right) and 2 (top), in pixels. */
  readonly corners: readonly [Place, Place, Place];
  place(mixture: readonly number[]): Place;
  /** The mixture at a place, moved into the triangle when outside. */
  mixtureAt(place: Place): Mixture;
}
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The largest equilateral triangle in a box. */
export function triangleIn(left: number, top: number, width: number, height: number): Triangle {
  const side = Math.min(width, (height * 2) / Math.sqrt(3));
  const tall = (side * Math.sqrt(3)) / 2;
  const x = left + (width - side) / 2;
  const y = top + tall;
  const corners = [
    { x, y },
    { x: x + side, y },
    { x: x + side / 2, y: top },
  ] as const;
  return {
    corners,
    place: (mixture) => ({
      x: corners.reduce((sum, corner, i) => sum + corner.x * (mixture[i] ?? 0), 0),
      y: corners.reduce((sum, corner, i) => sum + corner.y * (mixture[i] ?? 0), 0),
    }),
    mixtureAt: (place) => {
      const third = (y - place.y) / tall;
      const second = (place.x - x) / side - third / 2;
      return inside([1 - second - third, second, third]);
    },
  };
}

function inside(mixture: Mixture): Mixture {
  const [a, b, c] = mixture.map((share) => Math.max(0, share)) as [number, number, number];
  const sum = a + b + c;
  return [a / sum, b / sum, c / sum];
}

export interface TriangleCell {
  /** Corners as mixtures. */
  readonly corners: readonly [Mixture, Mixture, Mixture];
  readonly centre: Mixture;
}

/** The triangle cut into n² small ones. */
export function cellsOf(n: number): readonly TriangleCell[] {
  const at = (second: number, third: number): Mixture => [(n - second - third) / n, second / n, third / n];
  const cells: TriangleCell[] = [];
  for (let third = 0; third < n; third++)
    for (let second = 0; second < n - third; second++) {
      cells.push(cell(at(second, third), at(second + 1, third), at(second, third + 1)));
      if (second + third < n - 1)
        cells.push(cell(at(second + 1, third), at(second + 1, third + 1), at(second, third + 1)));
    }
  return cells;
}

function cell(...corners: [Mixture, Mixture, Mixture]): TriangleCell {
  const centre = corners[0].map((_, i) => corners.reduce((sum, corner) => sum + corner[i]!, 0) / 3);
  return { corners, centre: centre as unknown as Mixture };
}

/** The mixture that an arrow key leads to, a step of `by`: left and right trade 0 for 1, up and down bring in 2. */
export function mixtureAfterKey(key: string, [a, b, c]: Mixture, by = 0.02): Mixture | null {
  switch (key) {
    case 'ArrowRight': {
      const moved = Math.min(by, a);
      return [a - moved, b + moved, c];
    }
    case 'ArrowLeft': {
      const moved = Math.min(by, b);
      return [a + moved, b - moved, c];
    }
    case 'ArrowUp':
      return withThird(Math.min(1, c + by));
    case 'ArrowDown':
      return withThird(Math.max(0, c - by));
    default:
      return null;
  }
  function withThird(third: number): Mixture {
    const rest = a + b;
    const share = rest > 0 ? a / rest : 0.5;
    return [(1 - third) * share, (1 - third) * (1 - share), third];
  }
}

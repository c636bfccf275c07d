/** One pair of groups over time: the entry of the law in every seed, and the weight of the group that is trained on. */
import type { Line } from '#charts/laws';
import type { Trajectory } from '#mixing/comparison';
import type { LawPanel } from './law-panel.ts';
import { meanTrajectory } from './mean-trajectory.ts';
import type { LawDrawing, Timeline } from './law-view.ts';

export interface PairView {
  readonly effects: readonly Line[];
  /** Share of the group trained on; empty where no run stands behind the panel. */
  readonly weights: readonly Line[];
}

const colourOf = (panel: LawPanel) => `var(--method-${panel.method.split('+')[0]!}, var(--muted))`;

/**
 * @param order      places of the groups in the panel's order, as `reordered` has it
 * @param trajectories of the panel's runs
 */
export function pairOverTime(
  panel: LawPanel,
  cell: { readonly row: number; readonly column: number },
  {
    drawing,
    timeline,
    order,
    trajectories,
  }: {
    readonly drawing: LawDrawing;
    readonly timeline: Timeline;
    readonly order: readonly number[];
    readonly trajectories: readonly Trajectory[];
  },
): PairView {
  const colour = colourOf(panel);
  const places = timeline.placesOf(panel);
  const placeOf = new Map(panel.rounds.map(({ round }, n) => [round, places[n]!]));
  const entry = (matrix: readonly (readonly number[])[]) =>
    (matrix[cell.row]?.[cell.column] ?? NaN) * drawing.unit.factor;
  const line = (id: string, points: Line['points'], isFaint = false): Line => ({
    id,
    name: id,
    colour,
    dash: '',
    points,
    ...(isFaint && { isFaint }),
  });
  const hasSeeds = panel.seeds.length > 1;
  const effects = [
    ...(hasSeeds
      ? panel.seeds.map(({ seed, estimates }) =>
          line(
            `seed ${String(seed)}`,
            estimates.flatMap(({ round, matrix }) => {
              const step = placeOf.get(round);
              return step === undefined ? [] : [{ step, value: entry(matrix) }];
            }),
            true,
          ),
        )
      : []),
    line(
      hasSeeds ? 'mean' : (panel.lead.split(',')[0] ?? ''),
      panel.rounds.map(({ matrix }, n) => ({ step: places[n]!, value: entry(matrix) })),
    ),
  ];
  const perStep = timeline.axis === 'share' ? 1 / panel.steps : timeline.perStep;
  const group = order[cell.column]!;
  const weightsOf = (points: Trajectory['points']): Line['points'] => {
    const drawn = points.map(({ step, proportions }) => ({
      step: step * perStep,
      value: (proportions[group] ?? 0) * 100,
    }));
    const last = drawn.at(-1);
    return last ? [...drawn, { ...last, step: panel.steps * perStep }] : [];
  };
  const own = trajectories.filter(({ run }) => panel.seeds.some((seed) => seed.run === run));
  const weights = [
    ...(own.length > 1 ? own.map(({ seed, points }) => line(`seed ${String(seed)}`, weightsOf(points), true)) : []),
    ...(own.length > 0
      ? [line(own.length > 1 ? 'mean' : `seed ${String(own[0]!.seed)}`, weightsOf(meanTrajectory(own)))]
      : []),
  ];
  return { effects, weights };
}

/** Least and largest value of these lines, zero among them, so that charts side by side share one domain. */
export function sharedDomain(views: readonly (readonly Line[])[]): readonly [number, number] | undefined {
  const values = views
    .flat()
    .flatMap(({ points }) => points.flatMap(({ value }) => (Number.isFinite(value) ? [value!] : [])));
  if (values.length === 0) return undefined;
  const [least, largest] = [Math.min(0, ...values), Math.max(0, ...values)];
  const room = (largest - least || 1) * 0.06;
  return [least < 0 ? least - room : 0, largest > 0 ? largest + room : 0];
}

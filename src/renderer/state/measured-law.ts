/** A measured law beside the method's own, and how alike they are over the run. */
import { formatCount, formatNumber } from '#base/format';
import type { LawMeasurement } from '#contract/api';
import { heatScaleOver, type HeatScale } from '#charts/laws';
import type { ScatterPoint } from '#charts/scatter';
import { difference } from '#mixing/laws/folded-law';
import { reducedToTwo } from '#mixing/laws/similarity';
import type { Matrix } from '#mixing/method';
import { methodLook } from '#charts/series';

/** Both matrices in one unit on one scale. */
export interface LawPair {
  readonly measured: Matrix;
  /** The method's own times its best factor; null when the method estimates none. */
  readonly own: Matrix | null;
  /** The method's own minus the measured one; null like it. */
  readonly difference: Matrix | null;
  /**
   * To first order from gradients, times its best factor, because it promises far more than happens; reduced as the measured
   * one is for two groups. null where it was not taken.
   */
  readonly gradient: Matrix | null;
  /** That minus the measured one; null like it. */
  readonly gradientDifference: Matrix | null;
  readonly scale: HeatScale;
  readonly decimals: number;
  /** Cells show nats times this. */
  readonly factor: number;
  readonly unit: string;
}

/** @returns null until the measurement is finished */
export function pairOf(measurement: LawMeasurement): LawPair | null {
  const { A, own } = measurement;
  if (A === null) return null;
  const comparable = scaledEstimate(measurement);
  const known = [A, own?.scaled, comparable].filter((matrix) => matrix != null);
  const { limit } = heatScaleOver(known);
  const [factor, size] = limit >= 0.1 || limit === 0 ? [1, 'nats'] : [1e3, 'thousandths of a nat'];
  const times = (matrix: Matrix) => matrix.map((row) => row.map((value) => value * factor));
  const measured = times(A);
  const scaled = own && times(own.scaled);
  const gradient = comparable && times(comparable);
  const scale = heatScaleOver(known.map(times));
  return {
    measured,
    own: scaled,
    difference: scaled && difference(scaled, measured),
    gradient,
    gradientDifference: gradient && difference(gradient, measured),
    scale,
    factor,
    decimals: scale.limit > 0 ? Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(scale.limit)))) : 2,
    unit: `${size} per whole share, over ${formatCount(measurement.steps)} steps`,
  };
}

function scaledEstimate({ gradient }: LawMeasurement): Matrix | null {
  if (!gradient) return null;
  const A = gradient.A.length === 2 ? reducedToTwo(gradient.A) : gradient.A;
  return A.map((row) => row.map((entry) => entry * (gradient.scale ?? 1)));
}

/** Similarity along the runs: a point for each finished measurement of a method that estimates a law. */
export function similarityPoints(measurements: readonly LawMeasurement[]): readonly ScatterPoint[] {
  return measurements.flatMap(({ id, method, label, seed, step, own }) => {
    const similarity = own?.similarity.similarity ?? null;
    if (similarity === null) return [];
    return [
      {
        id,
        x: step,
        y: similarity,
        colour: methodLook(method, label).colour,
        label: `${label}, seed ${String(seed)}, step ${formatCount(step)}: similarity ${formatNumber(similarity, 3)}`,
      },
    ];
  });
}

/** Steps for which the children may branch off: up to where the run is, with room for the children before its end. */
export function lastStep(run: { readonly step: number; readonly steps: number }, childSteps: number): number {
  return Math.max(0, Math.min(run.step, run.steps - childSteps));
}

/** Steps of each child when nothing is said. */
export function usualChildSteps(run: { readonly steps: number }): number {
  return Math.max(1, Math.round(run.steps / 20));
}

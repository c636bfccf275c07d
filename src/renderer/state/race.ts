/** All methods of an experiment over their steps: means over seeds with their spread, and who leads so far. */
import { judge, type Verdict } from '#base/practical-difference';
import { fold, mean as meanOf } from '#base/statistics';
import type { RunCurve } from '#contract/api';

/** A mean over seeds, with the least and the largest. */
export interface FoldedPoint {
  readonly step: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Seeds that were measured at this step. */
  readonly seeds: number;
}

export interface Racer {
  readonly method: string;
  readonly label: string;
  /** Seeds that have started, of those there are. */
  readonly started: number;
  readonly finished: number;
  readonly seeds: number;
  readonly points: readonly FoldedPoint[];
}

/** A method against the baseline at the last step that both have measured for the same seeds. */
export interface Standing {
  readonly method: string;
  readonly step: number;
  readonly seeds: number;
  /** Mean over the seeds that both have; negative is better. */
  readonly difference: number;
  /** Null with one seed. */
  readonly standardError: number | null;
  readonly verdict: Verdict | null;
}

/** Folds one number of each run over the seeds that have been measured at a step, step by step. */
export function foldedOver(
  curves: readonly RunCurve[],
  valueOf: (losses: readonly number[]) => number,
): readonly FoldedPoint[] {
  const byStep = new Map<number, number[]>();
  for (const { points } of curves)
    for (const { step, losses } of points) byStep.set(step, [...(byStep.get(step) ?? []), valueOf(losses)]);
  return [...byStep]
    .sort(([a], [b]) => a - b)
    .map(([step, values]) => ({
      step,
      mean: meanOf(values),
      low: Math.min(...values),
      high: Math.max(...values),
      seeds: values.length,
    }));
}

/** Methods in the order of the experiment's runs. */
export function racersIn(curves: readonly RunCurve[]): readonly Racer[] {
  return [...Map.groupBy(curves, ({ method }) => method)].map(([method, runs]) => {
    const started = runs.filter(({ points }) => points.length > 0);
    return {
      method,
      label: runs[0]!.label,
      started: started.length,
      finished: runs.filter(({ state }) => state === 'finished').length,
      seeds: runs.length,
      points: foldedOver(started, meanOf),
    };
  });
}

/** Every method but the baseline, as far as it has seeds in common with it. */
export function standings(curves: readonly RunCurve[], baseline: string): readonly Standing[] {
  const of = (method: string) => curves.filter((curve) => curve.method === method);
  const methods = [...new Set(curves.map(({ method }) => method))].filter((method) => method !== baseline);
  return methods.flatMap((method): readonly Standing[] => {
    const found = lastCommon(of(method), of(baseline));
    if (!found) return [];
    const folded = fold(found.differences);
    const { mean, standardError, n } = folded;
    const verdict = judge(folded, equalNats);
    return [{ method, step: found.step, seeds: n, difference: mean, standardError, verdict }];
  });
}

/** Half a percent of perplexity. */
const equalNats = 0.005;

/** The step with the most seeds in common, the latest of those. */
function lastCommon(
  some: readonly RunCurve[],
  others: readonly RunCurve[],
): { readonly step: number; readonly differences: readonly number[] } | null {
  const differences = new Map<number, number[]>();
  for (const one of some) {
    const other = new Map(
      others.find(({ seed }) => seed === one.seed)?.points.map(({ step, losses }) => [step, losses]),
    );
    for (const { step, losses } of one.points) {
      const against = other.get(step);
      if (against) differences.set(step, [...(differences.get(step) ?? []), meanOf(losses) - meanOf(against)]);
    }
  }
  let best: { readonly step: number; readonly differences: readonly number[] } | null = null;
  for (const [step, all] of differences)
    if (
      step > 0 &&
      (!best || all.length > best.differences.length || (all.length === best.differences.length && step > best.step))
    )
      best = { step, differences: all };
  return best;
}

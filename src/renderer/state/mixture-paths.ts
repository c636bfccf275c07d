/** Where the proportions of each method went, mean over its seeds. */
import { methodLook } from '#charts/series';
import type { MixturePath } from '#charts/surface';
import type { RunSummary } from '#contract/api';
import type { Trajectory } from '#mixing/comparison';
import { meanTrajectory } from './mean-trajectory.ts';

/** Seeds of a method that are averaged at most. */
const mostSeeds = 5;

/** Finished runs whose trajectories are drawn. */
export function runsToDraw(runs: readonly RunSummary[]): readonly RunSummary[] {
  const finished = runs.filter(({ state }) => state === 'finished');
  return [...Map.groupBy(finished, ({ method }) => method).values()].flatMap((of) => of.slice(0, mostSeeds));
}

/** @param groups in the order that the proportions get */
export function mixturePaths(
  trajectories: readonly Trajectory[],
  runs: readonly RunSummary[],
  groups: readonly string[],
): readonly MixturePath[] {
  const labelOf = new Map(runs.map(({ method, label }) => [method, label]));
  return [...Map.groupBy(trajectories, ({ method }) => method)].map(([method, of]) => {
    const order = groups.map((group) => of[0]!.groups.indexOf(group));
    return {
      ...methodLook(method, labelOf.get(method) ?? method),
      points: meanTrajectory(of).map(({ proportions }) => order.map((i) => proportions[i] ?? 0)),
    };
  });
}

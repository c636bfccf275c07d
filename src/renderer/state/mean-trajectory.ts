/** Mean proportions of several runs over their steps. */
import { holding } from '#charts/laws';
import type { Trajectory } from '#mixing/comparison';

/**
 * The mean of what held in each run, at every step where any of them changes. What the first round only measured is drawn
 * with what followed, so the first point stands at 0.
 */
export function meanTrajectory(trajectories: readonly Trajectory[]): Trajectory['points'] {
  const begun = trajectories
    .filter(({ points }) => points.length > 0)
    .map(({ points }) => points.map((point, n) => (n === 0 ? { ...point, step: 0 } : point)));
  const steps = [...new Set(begun.flatMap((points) => points.map(({ step }) => step)))].sort((a, b) => a - b);
  const groups = begun[0]?.[0]?.proportions ?? [];
  return steps.map((step) => ({
    step,
    proportions: groups.map(
      (_share, i) =>
        begun.reduce((sum, points) => sum + (holding(points, step)?.proportions[i] ?? 0), 0) / begun.length,
    ),
  }));
}
